using System.Text.Json.Nodes;
using IstioLab.Cli.Rendering;

namespace IstioLab.Cli.Tests.Rendering;

public sealed class ProxyPoliciesTests
{
    [Theory]
    [InlineData("""{ "retries": { "attempts": 2, "on": "connect-failure,refused-stream,unavailable,cancelled", "perTrySeconds": null, "backOffMilliseconds": 25 } }""", "-")]
    [InlineData("""{ "retries": { "attempts": 3, "on": "5xx", "perTrySeconds": 2 }, "timeoutSeconds": 10 }""", "timeoutSeconds=10 retries(attempts=3 on=5xx perTrySeconds=2)")]
    [InlineData("""{ "fault": { "delaySeconds": 7, "delayPercent": 100, "abortStatus": null }, "cors": true }""", "fault(delaySeconds=7 delayPercent=100) cors=true")]
    [InlineData("""{ "mirrors": [{ "cluster": "a", "percent": 50 }, { "cluster": "b", "percent": 1 }] }""", "mirrors(a 50, b 1)")]
    public void Route_says_what_it_does_besides_leading_somewhere(string json, string expected) =>
        Assert.Equal(expected, ProxyPolicies.OfRoute(JsonNode.Parse(json)!.AsObject()));

    [Theory]
    [InlineData("""{ "loadBalancer": "LeastRequest", "connectTimeoutSeconds": 10, "endpoints": 3 }""", "-")]
    [InlineData("""{ "loadBalancer": "ConsistentHash", "hash": { "by": "Header", "name": "user", "algorithm": "Maglev" } }""", "loadBalancer=ConsistentHash hash(by=Header name=user algorithm=Maglev)")]
    [InlineData("""{ "connectionPool": { "maxConnections": 1, "http2MaxRequests": 0, "pendingRequests": 0 }, "outlierDetection": { "consecutive5xxErrors": 1, "ejected": 2 } }""", "connectionPool(maxConnections=1) outlierDetection(consecutive5xxErrors=1 ejected=2)")]
    public void Cluster_says_which_policies_hold(string json, string expected) =>
        Assert.Equal(expected, ProxyPolicies.OfCluster(JsonNode.Parse(json)!.AsObject()));
}
