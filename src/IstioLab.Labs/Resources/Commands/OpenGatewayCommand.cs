namespace IstioLab.Labs.Resources.Commands;

/// <summary>Asks a gateway for a page and says how a browser and curl reach it.</summary>
internal sealed class OpenGatewayCommand : IResourceCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public string Name => LabCommandNames.OpenGateway;

    public async Task<LabCommandResult> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var path = call.Text("path");
        var host = call.Text("host");
        if (!path.StartsWith('/'))
        {
            call.Refuse($"'path' is '{path}'; it must begin with '/'.");
        }

        if (host.Length > 0 && Uri.CheckHostName(host.Split(':')[0]) == UriHostNameType.Unknown)
        {
            call.Refuse($"'host' is '{host}'; it must be a host name, such as 'bookinfo.com'.");
        }

        if (call.Problems.Count > 0)
        {
            return call.Refusal();
        }

        var address = call.Resource.Urls[0].Url;
        var url = new Uri(address, path);
        var curl = $"curl -i {(host.Length > 0 ? $"-H 'Host: {host}' " : "")}{url}";
        var (answers, answer) = await AskAsync(url, host, cancellationToken);
        return new LabCommandResult(answers, $"{url} {answer}.", $"[{url}]({url}) {answer}.\n\n```sh\n{curl}\n```");
    }

    private static async Task<(bool Answers, string Text)> AskAsync(Uri url, string host, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Limit };
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Host = host.Length > 0 ? host : null;
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (true, $"answers {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd());
        }
        catch (HttpRequestException refused)
        {
            return (false, $"does not answer: {refused.Message.TrimEnd('.')}. A port answers once a Gateway opens it on this gateway's pods");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (false, "does not answer within 10 s");
        }
    }
}
