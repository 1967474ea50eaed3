using System.Globalization;
using System.Text;

namespace IstioLab.Proxy.Tests.Mesh;

/// <summary>Writes a service, its pods and its endpoints as the API server would show them.</summary>
internal static class ServiceYaml
{
    public static string Write(string name, string address, int port, string portName, string app, TestPod[] pods)
    {
        var yaml = new StringBuilder($"""
            apiVersion: v1
            kind: Service
            metadata: {"{"} name: {name}, namespace: shop {"}"}
            spec:
              clusterIP: {address}
              selector: {"{"} app: {app} {"}"}
              ports:
              - {"{"} name: "{portName}", port: {port}, targetPort: 8080 {"}"}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: {name}-1
              namespace: shop
              labels: {"{"} kubernetes.io/service-name: {name} {"}"}
            addressType: IPv4
            ports:
            - {"{"} name: "{portName}", port: {8080} {"}"}
            endpoints:

            """);
        foreach (var pod in pods)
            yaml.Append(CultureInfo.InvariantCulture, $"- {{ addresses: [{pod.Address}], conditions: {{ ready: {(pod.IsReady ? "true" : "false")} }}, targetRef: {{ kind: Pod, name: {pod.Name}, namespace: shop }} }}\n");
        foreach (var pod in pods)
            yaml.Append(Pod(pod));
        return yaml.ToString();
    }

    private static string Pod(TestPod pod) => $"""
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: {pod.Name}
          namespace: shop
          labels: {"{"} app: {pod.App}, version: {pod.Version}{(pod.Locality is null ? "" : ", istio-locality: " + pod.Locality)} {"}"}
        status: {"{"} podIP: {pod.Address} {"}"}

        """;
}
