namespace IstioLab.LoadBenchmark;

/// <summary>The mesh of the benchmark.</summary>
internal static class MeshYaml
{
    public const string Text = """
        apiVersion: v1
        kind: Service
        metadata: { name: server, namespace: shop }
        spec: { clusterIP: 10.96.0.1, selector: { app: server }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: { name: server-1, namespace: shop, labels: { kubernetes.io/service-name: server } }
        addressType: IPv4
        ports: [{ name: http, port: 8080 }]
        endpoints: [{ addresses: [10.244.0.2], conditions: { ready: true }, targetRef: { kind: Pod, name: server, namespace: shop } }]
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: split, namespace: shop }
        spec: { clusterIP: 10.96.0.2, selector: { app: server }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: { name: split-1, namespace: shop, labels: { kubernetes.io/service-name: split } }
        addressType: IPv4
        ports: [{ name: http, port: 8080 }]
        endpoints: [{ addresses: [10.244.0.2], conditions: { ready: true }, targetRef: { kind: Pod, name: server, namespace: shop } }]
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: server, namespace: shop, labels: { app: server } }
        status: { podIP: 10.244.0.2 }
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: { name: split, namespace: shop }
        spec:
          hosts: [split]
          http:
          - match: [{ headers: { x-canary: { exact: "always" } } }]
            route: [{ destination: { host: split } }]
          - route:
            - { destination: { host: server }, weight: 90 }
            - { destination: { host: split }, weight: 10 }
        """;
}
