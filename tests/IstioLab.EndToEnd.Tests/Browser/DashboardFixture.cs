using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Tools;

namespace IstioLab.EndToEnd.Tests.Browser;

/// <summary>An environment with its dashboard, at the lab's step with sidecars, and a browser before it.</summary>
public sealed class DashboardFixture : IAsyncLifetime
{
    private Chromium? _browser;

    internal LabHost Lab { get; } = new();

    /// <summary>The page to log in at.</summary>
    internal string LoginUrl { get; private set; } = "";

    /// <summary>The address of the pages.</summary>
    internal string Origin => new Uri(LoginUrl).GetLeftPart(UriPartial.Authority);

    /// <summary>Why nobody can look at the pages here; null where they can be seen. A fixture cannot skip its tests itself.</summary>
    internal string? LeftOut { get; private set; }

    public async ValueTask InitializeAsync()
    {
        LeftOut = Chromium.LeftOut ?? (Tool.Find("npm") is null && Tool.Find("aspire") is null
            ? "Neither 'npm' nor 'aspire' is on the PATH: there is no dashboard to look at."
            : null);
        if (LeftOut is not null)
        {
            return;
        }

        _browser = await Chromium.StartAsync(TestContext.Current.CancellationToken);
        Lab.ShareTools();
        var said = await Lab.UpAsync();
        var step = await Lab.LabAsync("run", "canary", "--step", "2");
        Assert.True(step.ExitCode == 0, step.Error + step.Output);
        LoginUrl = (await Lab.LabJsonAsync("status")).TryGetProperty("dashboard", out var login) ? login.GetString() ?? "" : "";
        Assert.True(LoginUrl.Length > 0, $"The environment has no dashboard. 'up' said: {said}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        await Lab.DisposeAsync();
    }

    /// <summary>Kills the dashboard as a crash does.</summary>
    internal void KillDashboard()
    {
        var record = new EnvironmentRegistry(new LabHome(Lab.Home).Open(EnvironmentName.Default)).FindRunning();
        Assert.True(record is { Children: [var process, ..] } && process.Kill(), "The dashboard's process was not found.");
    }

    /// <summary>Waits until the dashboard answers.</summary>
    internal async Task UntilItAnswersAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!await AnswersAsync(http, limit.Token))
        {
            await tick.WaitForNextTickAsync(limit.Token);
        }
    }

    private async Task<bool> AnswersAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(LoginUrl, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>A page of somebody who has logged in.</summary>
    internal async Task<BrowserPage> OpenAsync(int width = 1400, int height = 900)
    {
        var page = await _browser!.OpenAsync(width, height, TestContext.Current.CancellationToken);
        await page.GoAsync(LoginUrl);
        await page.SeeAsync("vs/apps-svc-all-vs");
        return page;
    }
}
