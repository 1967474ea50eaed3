using System.Text.Json.Nodes;

namespace IstioLab.Labs.Resources.Commands;

/// <summary>
/// Changes the pod template of a Deployment, or of every Deployment in a lab's namespace: the pods roll, and what makes the sidecar is
/// the cluster's own injector.
/// </summary>
internal abstract class PodTemplateChange(IClusterApi api) : IResourceCommand
{
    protected const string Label = "sidecar.istio.io/inject";

    public abstract string Name { get; }

    public async Task<LabCommandResult> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var changed = new List<string>();
        foreach (var deployment in await DeploymentsAsync(call, cancellationToken))
        {
            var key = ObjectKey.Of("Deployment", deployment);
            var ns = await api.GetAsync($"api/v1/namespaces/{key.Namespace}", cancellationToken);
            if (Change(deployment, ns, out var problem))
            {
                var patch = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["resourceVersion"] = deployment.Text("metadata", "resourceVersion") },
                    ["spec"] = new JsonObject { ["template"] = deployment.At("spec", "template")?.DeepClone() },
                };
                await api.ChangeAsync(HttpMethod.Patch, ObjectPaths.Of(key), patch, ObjectPaths.MergePatch, cancellationToken);
                changed.Add($"'{key.Name}'");
            }
            else if (problem is not null)
            {
                call.Refuse($"Deployment '{key.Name}': {problem}");
            }
        }

        if (call.Problems.Count > 0)
        {
            return call.Refusal();
        }

        return new LabCommandResult(true, changed.Count == 0 ? Unchanged : $"{Done} {string.Join(", ", changed)}; the pods are being replaced.");
    }

    /// <summary>What was done, before the Deployments' names.</summary>
    protected abstract string Done { get; }

    /// <summary>The answer where nothing was to be done.</summary>
    protected abstract string Unchanged { get; }

    /// <summary>Changes the Deployment as read.</summary>
    /// <param name="deployment">The Deployment.</param>
    /// <param name="ns">Its Namespace.</param>
    /// <param name="problem">Why it cannot be changed; null when there is nothing to change.</param>
    protected abstract bool Change(JsonObject deployment, JsonObject ns, out string? problem);

    protected static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject child)
        {
            parent[name] = child = [];
        }

        return child;
    }

    private async Task<IReadOnlyList<JsonObject>> DeploymentsAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (call.Resource.Object is { } key)
        {
            return [await api.GetAsync(ObjectPaths.Of(key), cancellationToken)];
        }

        var ns = call.Resource.Properties.First(property => property.Name == "object.namespace").Value;
        return [.. (await api.GetAsync(ObjectPaths.Collection("Deployment", ns), cancellationToken)).Items("items")];
    }
}
