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

    public async ValueTask InitializeAsync()
    {
        // The browser first: a machine without one need not wait for the rest.
        _browser = await Chromium.StartAsync(TestContext.Current.CancellationToken);
        Lab.ShareTools();
        await Lab.UpAsync();
        var step = await Lab.LabAsync("run", "canary", "--step", "2");
        Assert.True(step.ExitCode == 0, step.Error + step.Output);
        LoginUrl = (await Lab.LabJsonAsync("status")).GetProperty("dashboard").GetString() ?? "";
        Assert.True(LoginUrl.Length > 0, "The environment has no dashboard: npm or aspire is missing, or the package could not be fetched.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        await Lab.DisposeAsync();
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
