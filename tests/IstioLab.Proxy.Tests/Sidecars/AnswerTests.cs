using System.Net.Http.Headers;
using IstioLab.Config.Discovery;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Telemetry;
using IstioLab.Proxy.Tests.Mesh;

namespace IstioLab.Proxy.Tests.Sidecars;

/// <summary>What a client behind a sidecar sees, and what the sidecar reports, case by case of Envoy's table.</summary>
public sealed class AnswerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Cases =>
        new(Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "Cases", "Answers")).Select(folder => Path.GetFileName(folder)!).Order());

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Answer_is_what_envoy_gives(string name)
    {
        var (expected, rules) = AnswerCase.Read(name);
        await using var town = await AnswerTown.StartAsync();
        if (rules is not null)
            town.Mesh.Apply(rules);
        if (expected.RegistryOnly)
            town.Mesh.With(MeshSettings.Default with { OutboundPolicy = OutboundPolicyMode.RegistryOnly });
        for (var i = 0; i < expected.Request.Busy; i++)
            await town.OccupyAsync(expected.Request, Token);

        using var request = Message(expected.Request);
        using var response = await town.Client.Client.SendAsync(request, Token);
        var body = await response.Content.ReadAsStringAsync(Token);

        await Wait.ForAsync(() => !town.Client.Records.IsEmpty);
        var record = Assert.Single(town.Client.Records);
        Assert.Equal((expected.Status, expected.Flags), ((int)response.StatusCode, record.ResponseFlags));
        CheckResponse(expected, response, body);
        CheckRecord(expected, record);
        if (expected.Received is { } received)
            CheckReceived(received, Assert.Single(town.Server.Received));
        if (expected.Mirrored is { } mirrored)
        {
            await Wait.ForAsync(() => town.Pod(mirrored.Pod).Received.Count == 1);
            Assert.Equal(mirrored.Body, Assert.Single(town.Pod(mirrored.Pod).Received).Body);
        }
    }

    private static HttpRequestMessage Message(AnswerCase.RequestCase wanted)
    {
        var message = new HttpRequestMessage(new HttpMethod(wanted.Method), $"http://{wanted.Ip}{wanted.Path}");
        message.Headers.Host = wanted.Host;
        if (wanted.Body is not null)
            message.Content = new StringContent(wanted.Body);
        foreach (var (header, value) in wanted.Headers)
        {
            if (message.Headers.TryAddWithoutValidation(header, value))
                continue;
            message.Content ??= new ByteArrayContent([]);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
        }
        return message;
    }

    private static void CheckResponse(AnswerCase expected, HttpResponseMessage response, string body)
    {
        Assert.Equal("envoy", response.Headers.Server.ToString());
        Assert.NotNull(response.Headers.Date);
        if (expected.Body is not null)
            Assert.Equal(expected.Body, body);
        if (expected.ContentType is not null)
            Assert.Equal(expected.ContentType, response.Content.Headers.ContentType?.ToString());
        if (expected.Location is not null)
            Assert.Equal(expected.Location, response.Headers.Location?.OriginalString);
        if (expected.GrpcStatus is not null)
            Assert.Equal(expected.GrpcStatus, response.Headers.GetValues("grpc-status").Single());
        foreach (var (header, value) in expected.ResponseHeaders)
            Assert.Equal(value, string.Join(',', response.Headers.GetValues(header)));
        foreach (var header in expected.AbsentHeaders)
            Assert.False(response.Headers.Contains(header));
        var hasReason = response.Headers.TryGetValues("x-istiolab-reason", out var reasons);
        if (expected.Reason is not null)
            Assert.Contains(expected.Reason, Assert.Single(reasons ?? []), StringComparison.Ordinal);
        if (expected.Details == "via_upstream" && expected.Status == 200)
            Assert.False(hasReason);
        if (expected.Details is not null)
            Assert.Equal(expected.Details == "via_upstream", response.Headers.Contains("x-envoy-upstream-service-time"));
    }

    private static void CheckRecord(AnswerCase expected, ExchangeRecord record)
    {
        Assert.Equal(expected.Status, record.ResponseCode);
        if (expected.Details is not null)
            Assert.Equal(expected.Details, record.ResponseCodeDetails);
        if (expected.Attempts is not null)
            Assert.Equal(expected.Attempts, record.Attempts);
        if (expected.Route is not null)
            Assert.Equal(expected.Route, record.RouteName);
        if (expected.Cluster is not null)
            Assert.Equal(expected.Cluster, record.UpstreamCluster);
        if (expected.Transport is not null)
            Assert.Equal(expected.Transport, record.UpstreamTransportFailureReason);
    }

    private static void CheckReceived(AnswerCase.ReceivedCase expected, ReceivedRequest received)
    {
        Assert.Equal((expected.Target, expected.Host), (received.Target, received.Host));
        foreach (var (header, value) in expected.Headers)
            Assert.Equal(value, received.Headers[header]);
        foreach (var header in expected.Absent)
            Assert.DoesNotContain(header, received.Headers.Keys);
    }
}
