namespace IstioLab.EndToEnd.Tests.Browser;

/// <summary>The real dashboard before the running lab, as a person sees it. Pictures of all pages stay with the reports.</summary>
public sealed class DashboardPageTests : IClassFixture<DashboardFixture>
{
    private readonly DashboardFixture _dashboard;

    public DashboardPageTests(DashboardFixture dashboard)
    {
        Assert.SkipWhen(dashboard.LeftOut is not null, dashboard.LeftOut ?? "");
        _dashboard = dashboard;
    }

    [Fact]
    public async Task Resources_show_the_lab_its_pods_and_the_split()
    {
        await using var page = await _dashboard.OpenAsync();

        foreach (var words in new[] { "Step 2 of 5", "READY 2/2", "apps-client-", "istio-ingressgateway", "svc/apps-svc-all", "2 endpoints" })
        {
            await page.SeeAsync(words);
        }

        await page.PictureAsync("resources");
    }

    [Fact]
    public async Task Shift_traffic_refuses_weights_that_break_the_rule_and_then_shows_the_new_split()
    {
        await using var page = await _dashboard.OpenAsync(height: 1000);
        await page.ClickAsync("fluent-button", "Sets the share of each version");
        await page.TypeAsync(0, "60");
        await page.TypeAsync(1, "60");
        await page.PictureAsync("shift");
        await page.ClickAsync("fluent-dialog fluent-button", "OK");
        await page.SeeAsync("add up to 120; they must add up to 100");
        await page.PictureAsync("shift-refused");

        await page.TypeAsync(0, "70");
        await page.TypeAsync(1, "30");
        await page.ClickAsync("fluent-dialog fluent-button", "OK");
        await page.SeeAsync("70 % v1 · 30 % v2");
        await page.PictureAsync("shifted");

        var explained = await _dashboard.Lab.LabJsonAsync("explain", "--from", "nolen/apps-client", "http://apps-svc-all/");
        Assert.Equal([70, 30], explained.GetProperty("destinations").EnumerateArray().Select(destination => destination.GetProperty("weight").GetInt32()));
    }

    [Fact]
    public async Task Send_requests_answers_with_the_counts_and_their_interval()
    {
        await using var page = await _dashboard.OpenAsync(height: 1000);
        await page.EvaluateAsync(
            "[...document.querySelectorAll('fluent-button')].find(e => e.title === 'Actions' && e.closest('tr').innerText.includes('Step 2 of 5')).click()");
        await page.ClickAsync("fluent-menu-item", "Send requests");
        await page.ClickAsync("fluent-dialog fluent-button", "OK");

        await page.SeeAsync("95 % interval");
        await page.SeeAsync("apps-v1");
        await page.PictureAsync("send");
    }

    [Fact]
    public async Task Console_shows_the_access_log_of_the_client()
    {
        await SendAsync();
        await using var page = await _dashboard.OpenAsync();
        await page.GoAsync($"{_dashboard.Origin}/consolelogs/resource/apps-client");

        await page.SeeAsync("outbound|80||apps-svc-v1.nolen.svc.cluster.local");
        await page.PictureAsync("console");
    }

    [Fact]
    public async Task Traces_lead_from_the_client_to_the_version_that_answered()
    {
        await SendAsync();
        await using var page = await _dashboard.OpenAsync();
        await page.GoAsync($"{_dashboard.Origin}/traces");
        await page.SeeAsync("apps-v1 (1)");
        await page.PictureAsync("traces");

        await page.ClickAsync("td", "apps-client: apps-svc-all-vs");
        await page.SeeAsync("Depth 2");
        await page.SeeAsync("HTTP GET 200");
        await page.PictureAsync("trace");
    }

    [Fact]
    public async Task Structured_logs_are_access_logs_and_metrics_are_those_of_Istio()
    {
        await SendAsync();
        await using var page = await _dashboard.OpenAsync();
        await page.GoAsync($"{_dashboard.Origin}/traces");
        await page.SeeAsync("apps-v1 (1)");

        await page.GoAsync($"{_dashboard.Origin}/structuredlogs/resource/apps-client");
        await page.SeeAsync("via_upstream");

        await page.GoAsync($"{_dashboard.Origin}/metrics/resource/apps-v1");
        await page.ClickAsync("fluent-tree-item", "istio_requests_total");
        await page.SeeAsync("Requests that the proxy handled.");
        await page.SeeAsync("connection_security_pol");
        await page.PictureAsync("metrics");
    }

    [Fact]
    public async Task Graph_leads_from_the_client_to_the_service_and_both_versions()
    {
        await using var page = await _dashboard.OpenAsync();
        await page.GoAsync($"{_dashboard.Origin}/?view=Graph");
        await page.SeeAsync("svc/apps-svc-v2");

        await page.FindAsync("svg .link, svg line, svg path.resource-link");
        var names = await page.EvaluateAsync("[...document.querySelectorAll('svg text')].map(text => text.textContent.trim()).filter(text => text.length > 0)");
        Assert.Superset(
            new HashSet<string?> { "apps-client", "svc/apps-svc-all", "vs/apps-svc-all-vs", "apps-v1", "apps-v2" },
            names.EnumerateArray().Select(name => name.GetString()).ToHashSet());
        await page.PictureAsync("graph");
    }

    [Fact]
    public async Task Dashboard_that_dies_costs_the_lab_nothing_and_shows_resources_and_traces_when_it_is_back()
    {
        _dashboard.KillDashboard();
        await SendAsync();
        await _dashboard.UntilItAnswersAsync();

        await using var page = await _dashboard.OpenAsync();
        await page.SeeAsync("READY 2/2");
        await page.GoAsync($"{_dashboard.Origin}/traces");
        await page.SeeAsync("apps-v1 (1)");
    }

    private async Task SendAsync()
    {
        var sent = await _dashboard.Lab.LabAsync("curl", "--from", "nolen/apps-client", "--count", "40", "http://apps-svc-all/");
        Assert.True(sent.ExitCode == 0, sent.Error + sent.Output);
    }
}
