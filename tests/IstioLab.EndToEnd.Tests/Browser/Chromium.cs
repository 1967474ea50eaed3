using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using IstioLab.Cluster.Tools;

namespace IstioLab.EndToEnd.Tests.Browser;

/// <summary>A headless browser of this machine, driven over the DevTools protocol. './lab test' installs Debian's where it may.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];

    private static readonly string[] Places =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private readonly ToolProcess _process;
    private readonly string _profile;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Uri _devTools;

    private Chromium(ToolProcess process, string profile, int port)
    {
        _process = process;
        _profile = profile;
        _devTools = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>Why there is none; null where there is one.</summary>
    public static string? LeftOut => Find() is null
        ? "No Chromium and no Chrome here: the tests of the dashboard's pages did not run. Install 'chromium' with the system's package manager."
        : null;

    /// <summary>Starts it.</summary>
    public static async Task<Chromium> StartAsync(CancellationToken cancellationToken)
    {
        var browser = Find() ?? throw new InvalidOperationException(LeftOut);
        var runner = new ToolRunner(TimeProvider.System);
        var profile = Directory.CreateTempSubdirectory("browser-").FullName;
        var process = runner.Start(new ToolCommand(browser,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", $"--user-data-dir={profile}", "--remote-debugging-port=0", "about:blank",
        ]));
        try
        {
            return new Chromium(process, profile, await ReadPortAsync(process, Path.Combine(profile, "DevToolsActivePort"), cancellationToken));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens an empty page of a size in pixels.</summary>
    public async Task<BrowserPage> OpenAsync(int width, int height, CancellationToken cancellationToken)
    {
        using var answer = await _http.PutAsync(new Uri(_devTools, "/json/new?about:blank"), null, cancellationToken);
        var target = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return await BrowserPage.ConnectAsync(new Uri(target.GetProperty("webSocketDebuggerUrl").GetString()!), width, height, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // A child of the browser still writes to its profile; it is a temporary folder.
        }
    }

    private static Tool? Find() => Names.Select(name => Tool.Find(name)).FirstOrDefault(tool => tool is not null)
        ?? Places.Where(File.Exists).Select(place => new Tool("chrome", place)).FirstOrDefault();

    private static async Task<int> ReadPortAsync(ToolProcess process, string file, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!process.Exited.IsCompleted)
        {
            if (File.Exists(file) && (await File.ReadAllLinesAsync(file, limit.Token)) is [var port, _, ..])
            {
                return int.Parse(port, CultureInfo.InvariantCulture);
            }

            await tick.WaitForNextTickAsync(limit.Token);
        }

        throw new InvalidOperationException($"The browser ended at once: {process.LastLine}");
    }
}
