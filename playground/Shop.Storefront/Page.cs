using System.Text.Encodings.Web;

namespace Shop.Storefront;

/// <summary>One page to try the shop by hand: a form, and links to what was ordered.</summary>
internal static class Page
{
    public static string Render(IEnumerable<Order> recent) => $$"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>Shop</title>
          <style>
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem; }
            form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; }
            label { display: grid; }
            input, button { font: inherit; padding: .3rem .6rem; }
          </style>
        </head>
        <body>
          <h1>Shop</h1>
          <form id="order">
            <label>Item <input name="item" value="Book" maxlength="100" required></label>
            <label>Quantity <input name="quantity" type="number" value="1" min="1" max="1000" required></label>
            <button>Order</button>
          </form>
          <h2>Recent orders</h2>
          <ul>
            {{string.Join("\n    ", recent.Select(Line).DefaultIfEmpty("<li>None yet.</li>"))}}
          </ul>
          <p>A link reads the order back from the orders app, through Dapr service invocation.</p>
          <script>
            document.getElementById('order').addEventListener('submit', async submit => {
              submit.preventDefault();
              const form = new FormData(submit.target);
              const response = await fetch('/orders', {
                method: 'POST',
                headers: { 'content-type': 'application/json' },
                body: JSON.stringify({ item: form.get('item'), quantity: Number(form.get('quantity')) })
              });
              response.ok ? location.reload() : alert(await response.text());
            });
          </script>
        </body>
        </html>
        """;

    private static string Line(Order order) =>
        $"""<li><a href="/orders/{order.Id}">{order.Quantity} &times; {HtmlEncoder.Default.Encode(order.Item)}</a></li>""";
}
