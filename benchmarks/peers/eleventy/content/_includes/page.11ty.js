import { escape, frame } from "./html.js";

export const render = (data) => frame({ ...data, url: data.page.url }, `<article>
<h1>${escape(data.title)}</h1>
${data.content}</article>`);
