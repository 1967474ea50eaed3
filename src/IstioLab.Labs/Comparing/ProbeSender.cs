using IstioLab.Labs.Api;
using IstioLab.Labs.Running;
using IstioLab.Labs.Traffic;

namespace IstioLab.Labs.Comparing;

/// <summary>Sends single requests from a lab's client and finds what its sidecar logged of each.</summary>
internal sealed class ProbeSender(KubeApi api, TimeProvider time)
{
    // A request may leave more than one line, and others write too.
    private const int LinesPerRequest = 10;

    // A real Envoy writes its log about once a second.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);

    /// <returns>What of each answer is compared, in the requests' order.</returns>
    /// <exception cref="KubeApiException">There is no such pod, or it could not send.</exception>
    public async Task<IReadOnlyList<string>> SendAsync(string ns, string workload, IReadOnlyList<ProbeRequest> requests, CancellationToken cancellationToken)
    {
        var pod = await Workloads.FindPodAsync(api, WorkloadName.Parse(workload, ns), cancellationToken);
        List<(string Id, TrafficAnswer Answer)> answers = [];
        foreach (var request in requests)
        {
            var id = Guid.NewGuid().ToString();
            var sent = new TrafficRequest
            {
                Url = request.Url.OriginalString,
                Method = request.Method,
                Headers = [.. request.Headers, KeyValuePair.Create("x-request-id", id)],
                KeepBodies = true,
            };
            answers.Add((id, (await TrafficSender.CollectAsync(api, pod, sent, cancellationToken))[0]));
        }

        var flags = pod.HasSidecar ? await ReadFlagsAsync(pod, answers, cancellationToken) : null;
        return [.. answers.Select(answer => AnswerText.Write(answer.Answer, flags?.GetValueOrDefault(answer.Id)))];
    }

    private async Task<IReadOnlyDictionary<string, string>> ReadFlagsAsync(
        PodView pod, List<(string Id, TrafficAnswer Answer)> answers, CancellationToken cancellationToken)
    {
        var expected = answers.Count(answer => answer.Answer.Status != 0);
        var started = time.GetTimestamp();
        while (true)
        {
            var log = await AccessLog.ReadAsync(api, pod, LinesPerRequest * answers.Count, cancellationToken);
            var found = answers
                .Select(answer => (answer.Id, Line: log.LastOrDefault(line => line.Text.Contains(answer.Id, StringComparison.Ordinal))))
                .Where(answer => answer.Line is not null)
                .ToDictionary(answer => answer.Id, answer => answer.Line!.Flags, StringComparer.Ordinal);
            if (found.Count >= expected || time.GetElapsedTime(started) > s_patience)
            {
                return found;
            }

            await Task.Delay(s_look, time, cancellationToken);
        }
    }
}
