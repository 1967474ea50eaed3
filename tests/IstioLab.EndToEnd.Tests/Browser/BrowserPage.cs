using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.EndToEnd.Tests.Browser;

/// <summary>A page of the browser, as a person uses it: go somewhere, wait for words, click, type, look.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly DevToolsConnection _connection;

    private BrowserPage(DevToolsConnection connection) => _connection = connection;

    /// <summary>Where pictures go: beside the reports of the tests.</summary>
    public static string Pictures { get; } =
        Directory.CreateDirectory(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "test-results", "dashboard"))).FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<BrowserPage> ConnectAsync(Uri address, int width, int height, CancellationToken cancellationToken)
    {
        var page = new BrowserPage(await DevToolsConnection.OpenAsync(address, cancellationToken));
        await page.CallAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        return page;
    }

    public Task GoAsync(string url) => CallAsync("Page.navigate", new() { ["url"] = url });

    /// <summary>Waits until the page shows words.</summary>
    public Task SeeAsync(string words) => UntilAsync($"!!document.body && document.body.innerText.includes({Quote(words)})", $"the words '{words}'");

    /// <summary>Waits until an element is there.</summary>
    public Task FindAsync(string selector) => UntilAsync($"!!document.querySelector({Quote(selector)})", $"an element '{selector}'");

    /// <summary>Clicks the first element of a selector whose words or title begin as given.</summary>
    public Task ClickAsync(string selector, string words) => UntilAsync(
        $$"""
        (() => {
          const found = [...document.querySelectorAll({{Quote(selector)}})].find(e => e.title.startsWith({{Quote(words)}}) || e.innerText.trim().startsWith({{Quote(words)}}));
          if (!found) return false;
          found.click();
          return true;
        })()
        """,
        $"something to click, '{selector}' with '{words}'");

    /// <summary>Replaces what stands in a field of a dialog.</summary>
    /// <param name="index">Which field, from 0.</param>
    /// <param name="text">What to type.</param>
    public async Task TypeAsync(int index, string text)
    {
        await UntilAsync(
            $$"""
            (() => {
              const field = [...document.querySelectorAll('fluent-dialog fluent-number-field, fluent-dialog fluent-text-field')][{{index}}];
              const input = field && field.shadowRoot && field.shadowRoot.querySelector('input');
              if (!input) return false;
              input.focus();
              input.select();
              return true;
            })()
            """,
            $"field {index} of the dialog");
        await CallAsync("Input.insertText", new() { ["text"] = text });
    }

    /// <summary>Takes a picture of what is in view.</summary>
    public async Task PictureAsync(string name)
    {
        // Two frames later everything that was there is drawn.
        await EvaluateAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
        var answer = await CallAsync("Page.captureScreenshot", new() { ["format"] = "png" });
        await File.WriteAllBytesAsync(Path.Combine(Pictures, name + ".png"), answer.GetProperty("data").GetBytesFromBase64(), Token);
    }

    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        var answer = await CallAsync("Runtime.evaluate", new() { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true });
        return answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task UntilAsync(string condition, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(Limit);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while ((await EvaluateAsync(condition)).ValueKind != JsonValueKind.True)
            {
                await tick.WaitForNextTickAsync(limit.Token);
            }
        }
        catch (OperationCanceledException) when (!Token.IsCancellationRequested)
        {
            await PictureAsync("failure");
            Assert.Fail($"The page does not show {what}. It shows: {await EvaluateAsync("document.body.innerText")}. See 'failure.png' in '{Pictures}'.");
        }
    }

    private async Task<JsonElement> CallAsync(string method, JsonObject parameters)
    {
        var answer = await _connection.CallAsync(method, parameters, Token);
        return answer.TryGetProperty("result", out var result) ? result : throw new InvalidOperationException($"{method} failed: {answer}");
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
