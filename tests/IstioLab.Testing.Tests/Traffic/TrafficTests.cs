using IstioLab.Labs.Statistics;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Testing.Tests.Traffic;

/// <summary>Each action and policy on a cluster, through real sockets: what the client sees, what the upstream receives, log and metrics.</summary>
public sealed class TrafficTests(TrafficTown town) : IClassFixture<TrafficTown>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => new(TrafficCase.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Rule_acts_as_Istio_says(string name)
    {
        var (traffic, rules) = TrafficCase.Read(name);
        if (rules is not null) await town.Lab.ApplyAsync(rules, Token);
        try
        {
            foreach (var send in traffic.Sends) await SendAsync(send);
        }
        finally
        {
            if (rules is not null) await town.RemoveAsync(rules, Token);
        }
    }

    private async Task SendAsync(TrafficCase.Send send)
    {
        var pod = await town.PodAsync(send.From, Token);
        var metrics = await town.PageAsync(pod, 15020, "stats/prometheus?filter=istio_requests_total", Token);
        var copies = send.Mirrored is { } wanted ? Copies(wanted).Count : 0;

        var answers = await TrafficSender.SendAsync(town.Lab, send, Token);

        Assert.All(answers, answer => TrafficChecks.CheckAnswer(send, answer));
        TrafficChecks.CheckShares(send, answers);
        foreach (var answer in answers) await CheckArrivalsAsync(send, answer);
        await CheckLogAsync(send, answers[0], pod);
        await CheckMetricsAsync(metrics, answers, pod);
        if (send.Mirrored is { } mirrored) await CheckCopiesAsync(mirrored, copies, answers.Count);
        foreach (var dump in send.Dumps) TrafficChecks.CheckDump(dump, await town.DumpAsync(pod, dump.Page, Token));
    }

    private async Task CheckLogAsync(TrafficCase.Send send, SentAnswer answer, Labs.Api.PodView pod)
    {
        var log = "";
        await TrafficSender.WaitAsync(async () => (log = await town.LogAsync(pod, Token)).Contains(answer.RequestId, StringComparison.Ordinal), Token);
        TrafficChecks.CheckLog(send, answer, log);
    }

    private async Task CheckMetricsAsync(string before, IReadOnlyList<SentAnswer> answers, Labs.Api.PodView pod)
    {
        var after = await town.PageAsync(pod, 15020, "stats/prometheus?filter=istio_requests_total", Token);
        foreach (var alike in answers.GroupBy(answer => (answer.Status, answer.Source.ResponseFlags, answer.Source.Destination.Workload, answer.Source.Destination.Version)))
        {
            var first = alike.First();
            Assert.Equal(alike.Count(), TrafficChecks.Count(after, first) - TrafficChecks.Count(before, first));
        }
    }

    private async Task CheckArrivalsAsync(TrafficCase.Send send, SentAnswer answer)
    {
        List<ExchangeRecord> Arrivals() =>
        [
            .. town.Lab.Exchanges.Where(record => record.Reporter == ReporterKind.Destination && record.RequestId == answer.RequestId
                && (send.Tried ?? [answer.Source.Destination.Workload]).Contains(record.Destination.Workload)),
        ];
        await TrafficSender.WaitAsync(() => Task.FromResult(!answer.MustArrive || Arrivals().Count == answer.Source.Attempts), Token);
        TrafficChecks.CheckArrivals(send, answer, Arrivals());
    }

    private async Task CheckCopiesAsync(TrafficCase.Mirrored mirrored, int before, int sent)
    {
        bool Fits() => Copies(mirrored).Count - before is var seen && seen <= sent && new Proportion(seen, sent).Fits(mirrored.Percent / 100.0, SplitExpectation.Risk);
        await TrafficSender.WaitAsync(() => Task.FromResult(Fits()), Token);
        var copies = Copies(mirrored);
        Assert.True(Fits(), $"{copies.Count - before} copies of {sent}");
        if (mirrored.Host is { } host) Assert.All(copies.Skip(before), copy => Assert.Equal(host, copy.Authority));
    }

    private List<ExchangeRecord> Copies(TrafficCase.Mirrored mirrored) =>
        [.. town.Lab.Exchanges.Where(record => record.Reporter == ReporterKind.Destination && record.Destination.Workload == mirrored.To)];
}
