import { frame } from "./_includes/html.js";

export const data = { permalink: "/404.html" };

export const render = ({ site }) => frame({ site, url: "/404.html" }, "<h1>Nothing at this address</h1>");
