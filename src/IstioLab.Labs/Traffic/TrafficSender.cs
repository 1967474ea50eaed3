using IstioLab.Labs.Api;

namespace IstioLab.Labs.Traffic;

/// <summary>Sends requests from a pod: curl, else wget, in the pod's own container, in one loop per concurrent sender.</summary>
public static class TrafficSender
{
    private const int CommandNotFound = 127;

    /// <summary>Sends them and reports each answer as it comes.</summary>
    /// <param name="api">The cluster.</param>
    /// <param name="pod">The pod that asks.</param>
    /// <param name="request">What, and how often.</param>
    /// <param name="onAnswer">Gets each answer; with concurrency from several threads, one at a time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="KubeApiException">The pod has no shell or no curl, or could not be reached.</exception>
    public static async Task SendAsync(
        KubeApi api,
        PodView pod,
        TrafficRequest request,
        Action<TrafficAnswer> onAnswer,
        CancellationToken cancellationToken)
    {
        var gate = new Lock();
        void Report(TrafficAnswer answer)
        {
            lock (gate)
            {
                onAnswer(answer);
            }
        }

        var senders = Math.Max(1, Math.Min(request.Concurrency, request.Count ?? int.MaxValue));
        await Task.WhenAll(Enumerable.Range(0, senders).Select(sender => RunAsync(api, pod, request, Share(request, sender, senders), Report, cancellationToken)));
    }

    /// <summary>Sends a known number and returns all answers.</summary>
    public static async Task<IReadOnlyList<TrafficAnswer>> CollectAsync(
        KubeApi api,
        PodView pod,
        TrafficRequest request,
        CancellationToken cancellationToken)
    {
        List<TrafficAnswer> answers = [];
        await SendAsync(api, pod, request, answers.Add, cancellationToken);
        return answers;
    }

    private static int? Share(TrafficRequest request, int sender, int senders) =>
        request.Count is { } count ? (count / senders) + (sender < count % senders ? 1 : 0) : null;

    private static async Task RunAsync(
        KubeApi api,
        PodView pod,
        TrafficRequest request,
        int? count,
        Action<TrafficAnswer> onAnswer,
        CancellationToken cancellationToken)
    {
        var output = new CurlOutput(onAnswer, request.KeepBodies);
        var result = await RunAsync(api, pod, CurlScript.Write(request, count), output.Add, cancellationToken);
        output.Finish();
        if (result.ExitCode != CommandNotFound)
        {
            return;
        }

        result = await RunAsync(api, pod, WgetScript.Write(request, count), new WgetOutput(onAnswer, request.KeepBodies).Add, cancellationToken);
        if (result.ExitCode == CommandNotFound)
        {
            throw new KubeApiException(
                $"Container '{pod.DefaultContainer}' of pod '{pod.Namespace}/{pod.Name}' has neither curl nor wget. Send from a pod whose image has one of them.");
        }
    }

    private static Task<PodExecResult> RunAsync(KubeApi api, PodView pod, string script, Action<string> onLine, CancellationToken cancellationToken) =>
        PodExec.RunAsync(api, pod.Namespace, pod.Name, pod.DefaultContainer, ["sh", "-c", script], onLine, cancellationToken);
}
