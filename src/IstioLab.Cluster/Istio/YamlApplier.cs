using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;
using k8s;
using k8s.Models;

namespace IstioLab.Cluster.Istio;

/// <summary>Applies Istio objects of our own by server-side apply.</summary>
internal sealed class YamlApplier(IKubernetes client)
{
    private const string Manager = "istiolab";

    public async Task ApplyAsync(string yaml, CancellationToken cancellationToken)
    {
        foreach (var item in ConfigObjectReader.Read(yaml, Manager).Objects)
        {
            var body = YamlJson.ToJson(item.Root)!.ToJsonString();
            var patch = new V1Patch(body, V1Patch.PatchType.ApplyPatch);
            await client.CustomObjects.PatchNamespacedCustomObjectAsync(
                patch, item.Id.Group, item.Version, item.Id.Namespace, Plural(item.Id.Kind), item.Id.Name,
                fieldManager: Manager, force: true, cancellationToken: cancellationToken);
        }
    }

    private static string Plural(string kind) => kind switch
    {
        "ServiceEntry" => "serviceentries",
        "Telemetry" => "telemetries",
        _ => $"{kind.ToLowerInvariant()}s",
    };
}
