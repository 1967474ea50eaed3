using System.Net;
using System.Net.Http.Headers;
using IstioLab.Cluster.Dashboards;

namespace IstioLab.Cluster.Telemetry;

/// <summary>Sends one request to an OTLP receiver and says what to do next.</summary>
internal sealed class OtlpSender : IDisposable
{
    private const string KeyHeader = "x-otlp-api-key";

    private static readonly MediaTypeHeaderValue Protobuf = new("application/x-protobuf");

    private readonly HttpClient _http = LoopbackHttp.CreateClient();

    public void Dispose() => _http.Dispose();

    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    public async Task<SendOutcome> SendAsync(OtlpTarget target, string path, byte[] body, CancellationToken cancellationToken)
    {
        using var request = target.IsGrpc ? GrpcFraming.Request(target.Url, path, body) : Request(target.Url, path, body);
        if (target.ApiKey is { } key)
        {
            request.Headers.Add(KeyHeader, key);
        }

        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            var status = target.IsGrpc ? GrpcFraming.StatusOf(response) : response.StatusCode;
            return (int)status is >= 200 and < 300
                ? Accepted(target, path, target.IsGrpc ? GrpcFraming.Message(answer) : answer)
                : Refused(target, path, status);
        }
        catch (HttpRequestException failure)
        {
            return new SendOutcome(SendVerdict.TryAgain, $"Telemetry receiver '{target}' does not answer: {failure.Message} Is its dashboard running? See './lab status'.");
        }
    }

    private static HttpRequestMessage Request(Uri url, string path, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(url, path)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = Protobuf;
        return request;
    }

    private static SendOutcome Accepted(OtlpTarget target, string path, byte[] body)
    {
        var answer = Otlp.ExportAnswer.Parser.ParseFrom(body);
        return answer.Refusal is { Count: > 0 } refusal
            ? new SendOutcome(SendVerdict.Sent, $"Telemetry receiver '{target}' refused {refusal.Count} items of '/{path}': {refusal.Reason}")
            : new SendOutcome(SendVerdict.Sent, null);
    }

    private static SendOutcome Refused(OtlpTarget target, string path, HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new SendOutcome(
            SendVerdict.GiveUp,
            $"Telemetry receiver '{target}' refused the API key ({(int)status}). Give it the key that its 'DASHBOARD__OTLP__PRIMARYAPIKEY' names."),
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout => new SendOutcome(SendVerdict.TryAgain, $"Telemetry receiver '{target}' is busy ({(int)status})."),
        _ => new SendOutcome(SendVerdict.GiveUp, $"Telemetry receiver '{target}' answered {(int)status} to '/{path}'. Is it an OTLP address of that protocol?"),
    };
}
