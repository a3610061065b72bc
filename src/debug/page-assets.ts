/** The style of the developer's page, light or dark as the reader's system is. */
export const style: string = [
  ":root{color-scheme:light dark;--back:#fff;--text:#1b1c1e;--soft:#f2f3f5;--dim:#55585e;--line:#d7dade;--red:#b3261e;--mark:#fde7e5;--link:#0b57d0}",
  "@media(prefers-color-scheme:dark){:root{--back:#16181b;--text:#e7e8ea;--soft:#1f2226;--dim:#a8adb5;--line:#363b42;--red:#ff9d94;--mark:#4a2320;--link:#9cc2ff}}",
  "body{background:var(--back);color:var(--text);font:1rem/1.5 system-ui,sans-serif;margin:0}",
  "main{margin:0 auto;max-width:60rem;overflow-wrap:anywhere;padding:1.5rem 1rem 4rem}",
  "h1{color:var(--red);font-size:1.4rem;line-height:1.3;margin:0 0 1rem}",
  "h2{border-top:1px solid var(--line);font-size:1.1rem;margin:2rem 0 .5rem;padding-top:1rem}",
  "h3{color:var(--dim);font-size:.9rem;margin:.75rem 0 .25rem}",
  "dl{display:grid;gap:.15rem 1rem;grid-template-columns:minmax(6rem,max-content) 1fr;margin:.5rem 0}",
  "dt{color:var(--dim)}dd{margin:0}",
  "pre,code,dd,ol{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.875rem}",
  "pre{background:var(--soft);border-radius:.4rem;margin:.25rem 0;overflow-x:auto;padding:.75rem;white-space:pre-wrap}",
  "pre.source{white-space:pre}mark{background:var(--mark);color:inherit;display:inline-block;min-width:100%}",
  "ul{list-style:none;margin:.25rem 0;padding:0}ol{margin:.25rem 0;padding-left:2.5rem}",
  "a{color:var(--link)}summary{cursor:pointer}",
  "button{background:var(--soft);border:1px solid var(--line);border-radius:.4rem;color:inherit;cursor:pointer;font:inherit;padding:.3rem .8rem}",
  "button:focus-visible,a:focus-visible,pre:focus-visible,summary:focus-visible{outline:2px solid var(--link);outline-offset:2px}",
].join("");

/** The script of the developer's page: the button that copies. Where the clipboard is closed, it shows the text. */
export const script: string = [
  "const [button,status,markdown]=['button','[role=status]','#markdown'].map((one)=>document.querySelector(one));",
  "button.hidden=false;",
  "button.addEventListener('click',async()=>{",
  "try{await navigator.clipboard.writeText(markdown.textContent);status.textContent='Copied.'}",
  "catch{markdown.hidden=false;getSelection().selectAllChildren(markdown);status.textContent='Copy the text at the end of this page.'}",
  "});",
].join("");
