using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;

namespace IstioLab.Labs.Api;

/// <summary>Runs a command in a container, as <c>kubectl exec</c> does: over a WebSocket whose frames begin with a channel's number.</summary>
public static class PodExec
{
    private const byte StandardOutput = 1;
    private const byte StandardError = 2;
    private const byte Outcome = 3;
    private const int MostErrorCharacters = 4000;

    /// <summary>Runs it to its end.</summary>
    /// <param name="api">The cluster.</param>
    /// <param name="ns">The pod's namespace.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container.</param>
    /// <param name="command">The program and its arguments; no shell unless it is one.</param>
    /// <param name="onLine">Gets each line of standard output, without its end.</param>
    /// <param name="cancellationToken">Closes the connection, which ends the command.</param>
    /// <exception cref="KubeApiException">The server refused: there is no such pod, container or program.</exception>
    public static async Task<PodExecResult> RunAsync(
        KubeApi api,
        string ns,
        string pod,
        string container,
        IReadOnlyList<string> command,
        Action<string> onLine,
        CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(api, ns, pod, container, command, cancellationToken);
        var output = new LineSplitter(onLine);
        var error = new StringBuilder();
        var outcome = new StringBuilder();
        try
        {
            await foreach (var (channel, text) in ReadAsync(socket, cancellationToken))
            {
                switch (channel)
                {
                    case StandardOutput:
                        output.Add(text);
                        break;
                    case StandardError when error.Length < MostErrorCharacters:
                        error.Append(text);
                        break;
                    case Outcome:
                        outcome.Append(text);
                        break;
                }
            }
        }
        catch (WebSocketException broken)
        {
            throw new KubeApiException(
                $"API server '{api.Server}' broke off while '{command[0]}' ran in container '{container}' of pod '{ns}/{pod}': {broken.Message} Try it again.", null, broken);
        }

        output.Finish();
        return outcome.Length > 0
            ? Read(outcome.ToString(), error.ToString())
            : throw new KubeApiException(
                $"'{command[0]}' in container '{container}' of pod '{ns}/{pod}' was cut off before it had an exit code: the pod went, or the connection to its node. See 'kubectl -n {ns} get pods'.");
    }

    // A refused WebSocket has a status and no words; the same call without one is refused with words.
    private static async Task<string> WordsAsync(KubeApi api, string ns, string pod, string container, string program, Exception refused, CancellationToken cancellationToken)
    {
        try
        {
            await api.GetTextAsync(
                $"api/v1/namespaces/{ns}/pods/{pod}/exec?container={Uri.EscapeDataString(container)}&command={Uri.EscapeDataString(program)}&stdout=true", cancellationToken);
            return refused.Message;
        }
        catch (KubeApiException asked) when (asked.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            return asked.Message;
        }
        catch (KubeApiException)
        {
            return refused.Message;
        }
    }

    private static async Task<WebSocket> ConnectAsync(
        KubeApi api,
        string ns,
        string pod,
        string container,
        IReadOnlyList<string> command,
        CancellationToken cancellationToken)
    {
        try
        {
            return await api.Client.WebSocketNamespacedPodExecAsync(
                pod,
                ns,
                command,
                container,
                stderr: true,
                stdin: false,
                stdout: true,
                tty: false,
                webSocketSubProtocol: "v4.channel.k8s.io",
                cancellationToken: cancellationToken);
        }
        catch (Exception refused) when (refused is HttpRequestException or WebSocketException or k8s.Autorest.HttpOperationException)
        {
            throw new KubeApiException($"Running '{command[0]}' in container '{container}' of pod '{ns}/{pod}' failed: {await WordsAsync(api, ns, pod, container, command[0], refused, cancellationToken)}", null, refused);
        }
    }

    private static async IAsyncEnumerable<(byte Channel, string Text)> ReadAsync(
        WebSocket socket,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(32 * 1024);
        var decoders = new Dictionary<byte, Decoder>();
        try
        {
            byte? channel = null;
            while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
            {
                var frame = await socket.ReceiveAsync(new Memory<byte>(buffer), cancellationToken);
                if (frame.MessageType == WebSocketMessageType.Close)
                {
                    yield break;
                }

                var start = channel is null && frame.Count > 0 ? 1 : 0;
                channel ??= frame.Count > 0 ? buffer[0] : null;
                if (channel is { } known && frame.Count > start)
                {
                    yield return (known, Decode(decoders, known, buffer.AsSpan(start, frame.Count - start)));
                }

                channel = frame.EndOfMessage ? null : channel;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string Decode(Dictionary<byte, Decoder> decoders, byte channel, ReadOnlySpan<byte> bytes)
    {
        if (!decoders.TryGetValue(channel, out var decoder))
        {
            decoders[channel] = decoder = Encoding.UTF8.GetDecoder();
        }

        var characters = new char[decoder.GetCharCount(bytes, flush: false)];
        decoder.GetChars(bytes, characters, flush: false);
        return new string(characters);
    }

    private static PodExecResult Read(string outcome, string error)
    {
        if (JsonNode.Parse(outcome) is not JsonObject status || (string?)status["status"] == "Success")
        {
            return new PodExecResult(0, error);
        }

        var cause = (status["details"]?["causes"] as JsonArray ?? []).OfType<JsonObject>()
            .FirstOrDefault(entry => (string?)entry["reason"] == "ExitCode");
        return int.TryParse((string?)cause?["message"], CultureInfo.InvariantCulture, out var code)
            ? new PodExecResult(code, error)
            : throw new KubeApiException((string?)status["message"] ?? "The command could not be run.");
    }
}
