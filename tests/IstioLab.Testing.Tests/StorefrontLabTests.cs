namespace IstioLab.Testing.Tests;

/// <summary>The storefront lab's traces: one tree as long as the application hands the headers on.</summary>
public sealed class StorefrontLabTests
{
    private static readonly Dictionary<string, string> Gold = new() { ["x-user-tier"] = "gold" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_view_is_one_tree_until_the_storefront_forgets_the_headers()
    {
        await using var lab = await IstioLabFixture.StartAsync(new IstioLabOptions { Namespace = "shop" }, Token);
        await lab.ApplyAsync(LabFile("01-shop.yaml"), Token);
        await lab.ApplyAsync(LabFile("03-gold-users.yaml"), Token);

        var whole = await lab.SendAsync("shopper", "http://storefront/coffee", 10, Gold, Token);
        whole.AssertStatus(200);
        whole.AssertSplit(("pricing-v2", 100));
        await whole.First.AssertSpansAsync(["shopper.shop", "storefront.shop", "storefront.shop", "pricing.shop"], Token);
        Assert.Equal("pricing-v2", whole.First.Exchanges[^1].Resource.WorkloadName);
        Assert.Contains($"trace whole: {whole.First.Exchanges[0].TraceId}", whole.First.Body, StringComparison.Ordinal);

        await lab.ApplyAsync(LabFile("04-storefront-forgets.yaml"), Token);
        var broken = await lab.SendAsync("shopper", "http://storefront/coffee", 10, Gold, Token);
        broken.AssertSplit(("pricing-v2", 100));
        await broken.First.AssertSpansAsync(["shopper.shop", "storefront.shop"], Token);
        var first = broken.First.Exchanges[0].TraceId.ToString()!;
        Assert.Contains($"trace broken: storefront {first}, pricing ", broken.First.Body, StringComparison.Ordinal);
        var second = broken.First.Body.TrimEnd('\n').Split(' ')[^1];
        Assert.NotEqual(first, second);
        Assert.Equal(["storefront.shop", "pricing.shop"], await ServicesOfAsync(lab, second, 2));
    }

    /// <summary>Who reported spans of a trace, once there are as many as expected; a record comes shortly after its answer.</summary>
    private static async Task<IReadOnlyList<string>> ServicesOfAsync(IstioLabFixture lab, string trace, int count)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            List<string> services =
                [.. lab.Exchanges.Where(record => record.TraceId.ToString() == trace).OrderBy(record => record.Start).Select(record => record.Resource.ServiceName)];
            if (services.Count >= count || TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(30)) return services;
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }
    }

    private static string LabFile(string name) => Path.Combine(AppContext.BaseDirectory, "labs/storefront", name);
}
