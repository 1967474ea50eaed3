using System.Collections.Immutable;
using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Traffic;

namespace IstioLab.Labs.Resources.Commands;

/// <summary>Sends requests from a pod and counts the answers.</summary>
internal sealed class SendCommand(KubeApi api, IReadOnlyList<LabDefinition> labs) : IResourceCommand
{
    private const int MostRequests = 100_000;
    private const int MostSenders = 64;
    private const int Reports = 20;

    public string Name => LabCommandNames.Send;

    public async Task<LabCommandResult> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var from = RequestInputs.From(call);
        var request = new TrafficRequest
        {
            Url = RequestInputs.Url(call),
            Count = call.Number("requests", 1, MostRequests),
            Concurrency = call.Number("concurrency", 1, MostSenders),
            Headers = RequestInputs.Headers(call),
        };
        if (call.Problems.Count > 0)
        {
            return call.Refusal();
        }

        var pod = await Workloads.FindPodAsync(api, from, cancellationToken);
        call.Tell($"{request.Count} requests to {request.Url} from {pod.Namespace}/{pod.Name}");
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var lab = labs.FirstOrDefault(lab => call.Resource.Object is null ? lab.Name == call.Resource.DisplayName : lab.Namespace == from.Namespace);
        var (done, failed) = (0, 0);
        await TrafficSender.SendAsync(api, pod, request, Count, cancellationToken);
        var sidecar = pod.HasSidecar ? "with sidecar" : "no sidecar: VirtualServices do not apply to what it sends";
        var headers = string.Concat(request.Headers.Select(header => $" `{header.Key}: {header.Value}`"));
        var markdown = $"`{request.Url}`{headers} from `{pod.Namespace}/{pod.Name}` ({pod.Ready}, {sidecar})\n\n{AnswerTable.Write(counts, ImmutableDictionary<string, int>.Empty)}";
        return new LabCommandResult(
            failed == 0,
            failed == 0 ? $"{done} requests to '{request.Url}' were answered." : $"{failed} of {done} requests to '{request.Url}' were not answered well.",
            markdown);

        void Count(TrafficAnswer answer)
        {
            var name = lab?.Answers.GetValueOrDefault(answer.FirstLine) ?? answer.Label;
            counts[name] = counts.GetValueOrDefault(name) + 1;
            failed += answer.Succeeded ? 0 : 1;
            done++;
            if (done % Math.Max(1, request.Count!.Value / Reports) == 0)
            {
                call.Tell($"{done} of {request.Count} requests");
            }
        }
    }
}
