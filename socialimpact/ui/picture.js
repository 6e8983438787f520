(() => {
  // A chart leaves as a picture by Plotly's own button, which is hidden: it is given a title, light colours and
  // white ground for the moment in which it copies the chart, so that the chart on the screen stays as it is.
  if (window.siPictures) return
  window.siPictures = true
  const EDGE = 28, WIDTH = 1000, SHARPNESS = 2
  const recoloured = (value, colours) => {
    if (typeof value === 'string') return value.replace(/#[0-9a-f]{6}\b/gi, found => colours[found.toLowerCase()] ?? found)
    if (Array.isArray(value)) return value.map(each => recoloured(each, colours))
    if (value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, recoloured(each, colours)]))
  }
  // The room that labels take on the screen is kept, and the edge holds what another font needs more of.
  const settled = layout => Object.fromEntries(Object.entries(layout).map(([name, each]) =>
    [name, /^[xy]axis\d*$/.test(name) ? {...each, automargin: false} : each]))
  const framed = (layout, {_size: margin, height}, about) => ({
    ...settled(layout),
    autosize: false,
    paper_bgcolor: '#ffffff',
    plot_bgcolor: '#ffffff',
    height: height + about.top + EDGE,
    width: WIDTH,
    margin: {l: margin.l + EDGE, r: margin.r + EDGE, t: margin.t + about.top, b: margin.b + EDGE},
    title: {
      text: about.title, font: {size: 20, color: about.ink}, automargin: false,
      x: EDGE / WIDTH, xanchor: 'left', xref: 'container', y: 1, yanchor: 'top', yref: 'container', pad: {t: EDGE},
    },
  })
  // A click outside would close what our button stands in: neither that on the hidden button bubbles, nor that on the
  // link by which the file is saved.
  const quiet = event => {
    if (!event.target.matches('a[download]')) return
    event.stopPropagation()
    window.removeEventListener('click', quiet, true)
  }
  document.addEventListener('click', event => {
    const button = event.target.closest?.('button[data-si-picture]')
    const chart = button && document.querySelector(`.${CSS.escape('st-key-' + button.dataset.siChart)} .js-plotly-plot`)
    const take = chart?.querySelector('.modebar-btn')
    if (!take) return
    const about = JSON.parse(button.dataset.siAbout)
    const {data, layout} = chart, before = chart._context.toImageButtonOptions
    const frame = framed(recoloured(layout, about.colours), chart._fullLayout, about)
    try {
      chart.data = recoloured(data, about.colours)
      chart.layout = frame
      chart._context.toImageButtonOptions = {
        format: button.dataset.siPicture, filename: about.file, width: frame.width, height: frame.height, scale: SHARPNESS,
      }
      window.addEventListener('click', quiet, true)
      take.dispatchEvent(new MouseEvent('click'))
    } finally {
      chart.data = data
      chart.layout = layout
      chart._context.toImageButtonOptions = before
    }
  })
})()
