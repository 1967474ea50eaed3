using System.Collections.Immutable;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis;

/// <summary>
/// What files do not hold and every cluster with Istio has: the ingress gateway. Without it each Gateway of a file would select nothing.
/// </summary>
internal static class SupposedObjects
{
    public static ImmutableArray<ConfigObject> Create(string root, YamlNode? mesh, IEnumerable<ConfigObject> given)
    {
        if (mesh.Text("ingressControllerMode") == "OFF")
        {
            return [];
        }

        var name = mesh.Text("ingressService") is { Length: > 0 } own ? own : "istio-ingressgateway";
        var text = $$"""
            apiVersion: v1
            kind: Pod
            metadata: { name: {{name}}-supposed, namespace: {{root}}, labels: { istio: ingressgateway } }
            spec: { containers: [{ name: istio-proxy, image: auto-supposed }] }
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: {{name}}, namespace: {{root}} }
            spec:
              selector: { istio: ingressgateway }
              ports:
              - { name: http2, protocol: TCP, port: 80, targetPort: 80 }
              - { name: https, protocol: TCP, port: 443, targetPort: 443 }
              - { name: tcp, protocol: TCP, port: 31400, targetPort: 31400 }
              - { name: tls, protocol: TCP, port: 15443, targetPort: 15443 }
            """;
        var taken = given.Select(item => item.Id).ToHashSet();
        return [.. ConfigObjectReader.Read(text).Objects.Where(item => !taken.Contains(item.Id))];
    }
}
