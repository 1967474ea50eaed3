using IstioLab.Config.Explanation;
using IstioLab.Labs.Api;
using IstioLab.Labs.Meshes;

namespace IstioLab.Labs.Resources.Commands;

/// <summary>Says where a request goes and why, by the code that the sidecars run.</summary>
internal sealed class ExplainCommand(KubeApi api, ClusterInfo info) : IResourceCommand
{
    public string Name => LabCommandNames.Explain;

    public async Task<LabCommandResult> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var from = RequestInputs.From(call);
        var url = RequestInputs.Url(call);
        var headers = RequestInputs.Headers(call);
        if (call.Problems.Count > 0)
        {
            return call.Refusal();
        }

        var mesh = await LiveObjects.ReadMeshAsync(api, info.Release, info.Labs, cancellationToken);
        var workloads = new MeshWorkloads(mesh);
        if (workloads.FindSidecar(from.Namespace, from.Name) is not { } sidecar)
        {
            return new LabCommandResult(false, $"{call.Subject}: there is no workload '{from}'. The workloads are {string.Join(", ", workloads.Names)}.");
        }

        var request = new ExplainRequest { From = sidecar, Url = url, Method = call.Text("method"), Headers = [.. headers] };
        var explanation = new Explainer(mesh).Explain(request);
        return new LabCommandResult(
            true,
            explanation.Rule is { } rule ? $"{request.Method} {url} takes {rule}." : $"{request.Method} {url} takes no rule of a VirtualService.",
            ExplanationMarkdown.Write(request, explanation, workloads.LacksSidecar(sidecar)));
    }
}
