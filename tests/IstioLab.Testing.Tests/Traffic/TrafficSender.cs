using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Testing.Tests.Traffic;

/// <summary>Sends the requests of a case and collects the answers with their records.</summary>
internal static class TrafficSender
{
    private static int s_requests;

    public static async Task<IReadOnlyList<SentAnswer>> SendAsync(IstioLabFixture lab, TrafficCase.Send send, CancellationToken cancellationToken)
    {
        using var client = lab.ClientOf(send.From);
        string? cookie = null;
        List<(string Id, HttpResponseMessage Response, string Body, TimeSpan Took)> answers = [];
        for (var sent = 0; sent < send.Count; sent += send.Concurrency)
        {
            var together = Enumerable.Range(0, Math.Min(send.Concurrency, send.Count - sent)).Select(_ => SendOneAsync(client, send, cookie, cancellationToken));
            answers.AddRange(await Task.WhenAll(together));
            cookie ??= send.KeepsCookie && answers[0].Response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.First().Split(';')[0] : null;
        }

        List<SentAnswer> result = [];
        foreach (var (id, response, body, took) in answers)
        {
            using (response)
            {
                var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
                    .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
                result.Add(new SentAnswer(id, (int)response.StatusCode, body, headers, took) { Source = await RecordAsync(lab, id, cancellationToken) });
            }
        }

        return result;
    }

    public static async Task WaitAsync(Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition() && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellationToken);
        }
    }

    private static async Task<(string Id, HttpResponseMessage Response, string Body, TimeSpan Took)> SendOneAsync(
        HttpClient client, TrafficCase.Send send, string? cookie, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(new HttpMethod(send.Method), new Uri(send.Url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        var id = string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref s_requests):x8}-0000-4000-8000-00000000cafe");
        request.Headers.TryAddWithoutValidation("x-request-id", id);
        request.Content = send.Body is { } body ? new StringContent(body) : null;
        foreach (var (name, value) in send.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content ??= new ByteArrayContent([]);
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            }
        }

        if (cookie is not null)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
        }

        var started = Stopwatch.GetTimestamp();
        var response = await client.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return (id, response, text, Stopwatch.GetElapsedTime(started));
    }

    private static async Task<ExchangeRecord> RecordAsync(IstioLabFixture lab, string id, CancellationToken cancellationToken)
    {
        ExchangeRecord? found = null;
        await WaitAsync(() => Task.FromResult((found = lab.Exchanges.FirstOrDefault(record => record.RequestId == id && record.Reporter == ReporterKind.Source)) is not null), cancellationToken);
        return found ?? throw new Xunit.Sdk.XunitException($"The client's sidecar recorded nothing of request {id}.");
    }
}
