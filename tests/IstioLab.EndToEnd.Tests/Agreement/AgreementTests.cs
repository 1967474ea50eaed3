using CsCheck;

namespace IstioLab.EndToEnd.Tests.Agreement;

/// <summary><c>explain</c>, in a process of its own, and the proxies of a cluster agree: status, pod, and path and headers that the pod received.</summary>
public sealed class AgreementTests(ITestOutputHelper output)
{
    private const int Batches = 5;
    private const int Services = 20;
    private const int RequestsEach = 150;
    private const int LeastHits = 100;
    private const int ShownProblems = 10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Explain_and_the_proxies_agree_on_15000_requests()
    {
        await using var town = await AgreementTown.StartAsync(Services, Token);
        var hits = new Hits();
        var batch = 0;

        await Gen.ULong.SampleAsync(
            async seed => await CheckAsync(town, hits, ++batch, seed), seed: "0N0XIzNsQ0O2", iter: Batches, threads: 1);

        output.WriteLine(string.Join(Environment.NewLine, hits.Counts.Select(pair => $"{pair.Value,6} {pair.Key}")));
        Assert.All(hits.Counts, pair => Assert.True(pair.Value >= LeastHits, $"Only {pair.Value} requests took a rule with '{pair.Key}'."));
    }

    private static async Task CheckAsync(AgreementTown town, Hits hits, int batch, ulong seed)
    {
        var configurations = Enumerable.Range(1, Services)
            .Select(number => GeneratedConfiguration.Create(number, $"{batch}/{number}", seed + (ulong)number, RequestsEach))
            .ToList();
        var rules = string.Join("\n---\n", configurations.Select(configuration => configuration.ToYaml()));
        await town.ApplyAsync(rules, Token);
        var requests = configurations.SelectMany(configuration => configuration.Requests).ToList();
        var explanations = await town.ExplainAsync(rules, requests, Token);
        var answers = await town.SendAsync(requests, Token);

        var problems = configurations
            .SelectMany(configuration => configuration.Requests, (configuration, request) => (configuration, request))
            .SelectMany(pair =>
            {
                hits.Count(pair.configuration, pair.request, explanations[pair.request.Id]);
                return new Prediction(pair.request, explanations[pair.request.Id]).Compare(answers[pair.request.Id]);
            })
            .ToList();
        Assert.True(problems.Count == 0, $"{problems.Count} disagreements in batch {batch}:\n{string.Join("\n\n", problems.Take(ShownProblems))}");
    }
}
