using System.Collections.Frozen;
using System.Net;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Snapshots;

namespace IstioLab.Config.Tests.Snapshots;

/// <summary>Where a gateway's pod listens for the port that a Gateway names.</summary>
public sealed class GatewayPortTests
{
    private const string Mesh = """
        apiVersion: v1
        kind: Service
        metadata: { name: ingress, namespace: edge }
        spec:
          clusterIP: 10.96.0.9
          selector: { app: ingress }
          ports:
          - { name: http, port: 80, targetPort: web }
          - { name: other, port: 81, targetPort: 8181 }
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: { name: ingress-old, namespace: edge, labels: { kubernetes.io/service-name: ingress } }
        ports: [ { name: http, port: 8079 }, { name: other, port: 8181 } ]
        endpoints: [ { addresses: [ 10.244.0.8 ] } ]
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: { name: ingress-new, namespace: edge, labels: { kubernetes.io/service-name: ingress } }
        ports: [ { name: http, port: 8080 }, { name: other, port: 8181 } ]
        endpoints: [ { addresses: [ 10.244.0.9 ] } ]
        ---
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: { name: front, namespace: edge }
        spec:
          selector: { app: ingress }
          servers:
          - { port: { number: 80, name: http, protocol: HTTP }, hosts: [ "*" ] }
          - { port: { number: 81, name: other, protocol: HTTP }, hosts: [ "*" ] }
          - { port: { number: 82, name: free, protocol: HTTP }, hosts: [ "*" ] }
        """;

    [Theory]
    [InlineData("10.244.0.8", "82, 8079, 8181")]
    [InlineData("10.244.0.9", "82, 8080, 8181")]
    public void Port_that_the_service_names_is_that_of_the_pods_own_endpoint(string address, string ports)
    {
        var state = MeshState.Empty.With(ConfigObjectReader.Read(Mesh, "mesh.yaml").Objects);
        var proxy = new ProxyIdentity
        {
            Type = ProxyType.Gateway,
            Namespace = "edge",
            Address = IPAddress.Parse(address),
            Labels = FrozenDictionary.ToFrozenDictionary([KeyValuePair.Create("app", "ingress")], StringComparer.Ordinal),
        };

        var snapshot = new SnapshotCompiler().Compile(state, proxy, 1);

        Assert.Equal(ports, string.Join(", ", snapshot.Listeners.Select(listener => listener.Port).Order()));
    }
}
