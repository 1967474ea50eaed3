using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IstioLab.Labs.Api;
using IstioLab.Labs.Statistics;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Testing.Tests.Traffic;

/// <summary>Compares what came of a case's requests with what it expects.</summary>
internal static partial class TrafficChecks
{
    /// <summary>Seconds by which a timer may end before a stopwatch says so: timers count milliseconds, from a clock that ticks on its own.</summary>
    private const double TimerGrain = 0.016;

    public static void CheckAnswer(TrafficCase.Send expected, SentAnswer answer)
    {
        var record = answer.Source;
        var seen = $"{answer.Status} {record.ResponseFlags} {record.ResponseCodeDetails} {record.UpstreamCluster} {record.RouteName}: {answer.Body}";
        Assert.True(expected.Some?.Contains(answer.Status) ?? expected.Status == answer.Status, seen);
        Assert.Equal(answer.Status, record.ResponseCode);
        Assert.Equal(WorkloadName.Parse(expected.From, "shop").Name, record.Source.Workload);
        if (expected.Some is null && expected.Flags is not null) Assert.True(expected.Flags == record.ResponseFlags, seen);
        if (expected.Details is not null) Assert.Equal(expected.Details, record.ResponseCodeDetails);
        if (expected.Route is not null) Assert.Equal(expected.Route, record.RouteName);
        if (expected.Cluster is not null) Assert.Equal(expected.Cluster, record.UpstreamCluster);
        if (expected.To is not null) Assert.Equal(expected.To, record.Destination.Workload);
        if (expected.Attempts is not null) Assert.Equal(expected.Attempts, record.Attempts);
        if (expected.Text is not null) Assert.Equal(expected.Text, answer.Body);
        foreach (var (name, value) in expected.ResponseHeaders)
        {
            Assert.True(answer.Headers.TryGetValue(name, out var own), $"no header {name}; {seen}");
            Assert.Matches($"^(?:{value})$", own);
        }

        Assert.All(expected.AbsentHeaders, name => Assert.DoesNotContain(name, answer.Headers.Keys, StringComparer.OrdinalIgnoreCase));
        CheckReason(expected, answer);
        if (expected.LeastSeconds is { } least) Assert.InRange(answer.Took.TotalSeconds, least - TimerGrain, 60);
        if (expected.MostSeconds is { } most) Assert.InRange(answer.Took.TotalSeconds, 0, most);
        if (expected.Received is { } received) CheckReceived(received, answer);
    }

    /// <summary>
    /// What the servers' sidecars received: the request as it was sent or as the case says, from whoever sent it; nothing where the mesh answered.
    /// </summary>
    public static void CheckArrivals(TrafficCase.Send expected, SentAnswer answer, IReadOnlyList<ExchangeRecord> arrivals)
    {
        if (answer.Source.Attempts == 0)
        {
            Assert.Empty(arrivals);
            return;
        }

        if (!answer.MustArrive) return;
        Assert.Equal(answer.Source.Attempts, arrivals.Count);
        if (expected.Tried is { } tried) Assert.Equal(tried, arrivals.OrderBy(arrival => arrival.Start).Select(arrival => arrival.Destination.Workload));
        Assert.Equal(answer.Status, arrivals.MaxBy(arrival => arrival.Start)!.ResponseCode);
        var target = new Uri(expected.Received?.Url ?? expected.Url);
        var authority = expected.Received?.Url is null ? expected.Headers.GetValueOrDefault("Host", target.Authority) : target.Authority;
        Assert.All(arrivals, arrival =>
        {
            Assert.Equal((expected.Method, target.PathAndQuery, authority), (arrival.Method, arrival.Path, arrival.Authority));
            Assert.Equal(answer.Source.Source.Workload, arrival.Source.Workload);
        });
    }

    public static void CheckShares(TrafficCase.Send expected, IReadOnlyList<SentAnswer> answers)
    {
        if (expected.Some is { } some) Assert.Equal(some.Order(), answers.Select(answer => answer.Status).Distinct().Order());
        if (expected.Split is { } split)
        {
            var observed = answers.CountBy(answer => answer.Source.Destination.Workload).ToDictionary();
            Assert.Empty(SplitExpectation.Compare(split, observed));
        }

        if (expected.Pods is { } pods) Assert.Equal(pods, answers.Select(answer => answer.Source.UpstreamHost).Distinct().Count());
    }

    public static void CheckLog(TrafficCase.Send expected, SentAnswer answer, string log)
    {
        var line = Assert.Single(log.Split('\n'), text => text.Contains(answer.RequestId, StringComparison.Ordinal));
        var target = Regex.Escape(new Uri(expected.Url).PathAndQuery);
        var record = answer.Source;
        Assert.Matches(
            $"^\\[[0-9T:.Z-]+\\] \"{expected.Method} {target} HTTP/1.1\" {answer.Status} {Regex.Escape(record.ResponseFlags)} {Regex.Escape(record.ResponseCodeDetails ?? "-")} ", line);
        Assert.EndsWith($" {(record.RouteName is { Length: > 0 } route ? route : "-")}", line, StringComparison.Ordinal);
        Assert.Contains($" {record.UpstreamCluster ?? "-"} ", line, StringComparison.Ordinal);
    }

    /// <summary>The client's counter of requests, over all series with the labels of the answers.</summary>
    public static long Count(string metrics, SentAnswer answer)
    {
        var record = answer.Source;
        string[] labels =
        [
            "reporter=\"source\"", $"source_workload=\"{record.Source.Workload}\"", $"source_workload_namespace=\"{record.Source.Namespace}\"", $"response_code=\"{answer.Status}\"", $"response_flags=\"{record.ResponseFlags}\"",
            $"destination_workload=\"{record.Destination.Workload}\"", $"destination_service=\"{record.DestinationService}\"",
            $"destination_version=\"{record.Destination.Version}\"", $"destination_service_name=\"{record.DestinationServiceName}\"",
            $"destination_service_namespace=\"{record.DestinationServiceNamespace}\"", "connection_security_policy=\"unknown\"",
            $"request_protocol=\"{record.Protocol.ToString().ToLowerInvariant()}\"",
        ];
        return metrics.Split('\n')
            .Where(line => line.StartsWith("istio_requests_total{", StringComparison.Ordinal) && labels.All(label => line.Contains(label, StringComparison.Ordinal)))
            .Sum(line => long.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    public static void CheckDump(TrafficCase.Dump expected, JsonArray entries)
    {
        var found = entries.Where(entry => Has(entry!.AsObject(), expected.Where)).ToList();
        if (expected.Count is { } count) Assert.True(count == found.Count, $"{found.Count} entries of {expected.Page} have {expected.Where}, not {count}: {entries}");
        else Assert.NotEmpty(found);
        if (expected.Have is { } have) Assert.All(found, entry => Assert.True(Has(entry!.AsObject(), have), $"{entry} must have {have}"));
    }

    private static bool Has(JsonObject entry, JsonObject wanted) => wanted.All(field => field.Value is JsonObject inner
        ? entry[field.Key] is JsonObject own && Has(own, inner)
        : JsonNode.DeepEquals(entry[field.Key], field.Value));

    private static void CheckReason(TrafficCase.Send expected, SentAnswer answer)
    {
        var reason = answer.Headers.GetValueOrDefault("x-istiolab-reason");
        if (expected.Reason is not null) Assert.Contains(expected.Reason, reason, StringComparison.Ordinal);
        else if (answer.Source.ResponseCodeDetails == "via_upstream") Assert.Null(reason);
    }

    private static void CheckReceived(TrafficCase.Received expected, SentAnswer answer)
    {
        if (expected.Url is not null) Assert.Equal(expected.Url, (string?)answer.Show()["url"]);
        if (expected.Method is not null) Assert.Equal(expected.Method, (string?)answer.Show()["method"]);
        foreach (var (name, value) in expected.Headers) Assert.Matches($"^(?:{value})$", answer.Received(name) ?? $"(no {name})");
        Assert.All(expected.Absent, name => Assert.Null(answer.Received(name)));
    }
}
