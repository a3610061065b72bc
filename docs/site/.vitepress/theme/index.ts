import { inBrowser, type Theme, withBase } from "vitepress";
import DefaultTheme from "vitepress/theme";
import { nextTick } from "vue";
import "./style.css";

/** The theme of VitePress, with more contrast and with a main landmark on the home page too. */
const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp({ router }) {
    router.onAfterRouteChange = async (path) => {
      if (!inBrowser) return;
      await nextTick();
      const content = document.getElementById("VPContent");
      if (path.replace(/[?#].*/, "") === withBase("/")) content?.setAttribute("role", "main");
      else content?.removeAttribute("role");
    };
  },
};

export default theme;
