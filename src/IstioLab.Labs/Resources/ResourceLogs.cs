using System.Runtime.CompilerServices;
using System.Threading.Channels;
using IstioLab.Labs.Api;

namespace IstioLab.Labs.Resources;

/// <summary>Reads the output of a resource: of all its containers, also of those that come later.</summary>
public sealed class ResourceLogs(IClusterApi api, ResourceHub hub, TimeProvider time)
{
    private const int Tail = 1000;
    private const int Waiting = 512;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Reads the last thousand lines of each container, and then what they write.</summary>
    /// <param name="resourceName">The resource; nothing is read of one that is unknown.</param>
    /// <param name="follow">Whether to go on until cancelled.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Lines as they come, several at a time.</returns>
    public async IAsyncEnumerable<IReadOnlyList<LabLogLine>> ReadAsync(
        string resourceName, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = Channel.CreateBounded<LabLogLine>(Waiting);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadSourcesAsync(resourceName, follow, lines.Writer, ending.Token);
        try
        {
            while (await lines.Reader.WaitToReadAsync(cancellationToken))
            {
                var batch = new List<LabLogLine>();
                while (batch.Count < Waiting && lines.Reader.TryRead(out var line))
                {
                    batch.Add(line);
                }

                yield return batch;
            }
        }
        finally
        {
            await ending.CancelAsync();
            await reading;
        }
    }

    private async Task ReadSourcesAsync(string resourceName, bool follow, ChannelWriter<LabLogLine> lines, CancellationToken cancellationToken)
    {
        var readers = new Dictionary<LabLogSource, Task>();
        try
        {
            using var subscription = hub.Subscribe();
            StartNew(subscription.Initial.FirstOrDefault(resource => resource.Name == resourceName));
            while (follow && await subscription.Changes.WaitToReadAsync(cancellationToken))
            {
                while (subscription.Changes.TryRead(out var changes))
                {
                    StartNew(changes.FirstOrDefault(change => change.Name == resourceName)?.Resource);
                }
            }

            await Task.WhenAll(readers.Values);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Task.WhenAll(readers.Values);
        }
        finally
        {
            lines.TryComplete();
        }

        void StartNew(LabResource? resource)
        {
            foreach (var source in (resource?.Logs ?? []).Where(source => !readers.ContainsKey(source)))
            {
                readers[source] = ReadSourceAsync(source, resourceName, follow, lines, cancellationToken);
            }
        }
    }

    private async Task ReadSourceAsync(
        LabLogSource source, string resourceName, bool follow, ChannelWriter<LabLogLine> lines, CancellationToken cancellationToken)
    {
        var last = "";
        try
        {
            do
            {
                last = await ReadOnceAsync(source, follow, last, lines, cancellationToken);
                if (follow)
                {
                    await Task.Delay(Pause, time, cancellationToken);
                }
            }
            while (follow && hub.Find(resourceName)?.Logs.Contains(source) == true);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The reader of the lines has gone.
        }
    }

    private async Task<string> ReadOnceAsync(
        LabLogSource source, bool follow, string last, ChannelWriter<LabLogLine> lines, CancellationToken cancellationToken)
    {
        var since = last.Length == 0 ? $"tailLines={Tail}" : $"sinceTime={Uri.EscapeDataString(last)}";
        var path = $"api/v1/namespaces/{source.Namespace}/pods/{source.Pod}/log?container={source.Container}&timestamps=true&follow={(follow ? "true" : "false")}&{since}";
        try
        {
            using var reader = new StreamReader(await api.OpenAsync(path, cancellationToken));
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                var split = line.IndexOf(' ', StringComparison.Ordinal);
                var timestamp = split > 0 ? line[..split] : "";
                if (string.CompareOrdinal(timestamp, last) <= 0 && last.Length > 0)
                {
                    continue;
                }

                last = timestamp;
                await lines.WriteAsync(new LabLogLine(source.Label.Length == 0 ? line : $"{timestamp} [{source.Label}] {line[(split + 1)..]}"), cancellationToken);
            }
        }
        catch (Exception notYet) when (notYet is KubeApiException or IOException or HttpRequestException)
        {
            // A container that has not started, or a pod that has gone, has no log: the caller asks again while it is listed.
        }

        return last;
    }
}
