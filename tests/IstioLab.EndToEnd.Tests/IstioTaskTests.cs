namespace IstioLab.EndToEnd.Tests;

/// <summary>The circuit-breaking task of Istio's documentation, by hand with kubectl: samples with service accounts, fortio, and its counts.</summary>
public sealed class IstioTaskTests
{
    private const string Samples = """
        apiVersion: v1
        kind: ServiceAccount
        metadata: { name: httpbin }
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: httpbin
          labels: { app: httpbin, service: httpbin }
        spec:
          ports: [{ name: http, port: 8000, targetPort: 8080 }]
          selector: { app: httpbin }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: httpbin }
        spec:
          replicas: 1
          selector: { matchLabels: { app: httpbin, version: v1 } }
          template:
            metadata: { labels: { app: httpbin, version: v1 } }
            spec:
              serviceAccountName: httpbin
              containers:
              - image: docker.io/mccutchen/go-httpbin:v2.15.0
                imagePullPolicy: IfNotPresent
                name: httpbin
                ports: [{ containerPort: 8080 }]
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: fortio, labels: { app: fortio, service: fortio } }
        spec:
          ports: [{ port: 8080, name: http }]
          selector: { app: fortio }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: fortio-deploy }
        spec:
          replicas: 1
          selector: { matchLabels: { app: fortio } }
          template:
            metadata: { labels: { app: fortio } }
            spec:
              containers:
              - name: fortio
                image: fortio/fortio:latest_release
                imagePullPolicy: Always
                ports: [{ containerPort: 8080, name: http-fortio }, { containerPort: 8079, name: grpc-ping }]
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: httpbin }
        spec:
          host: httpbin
          trafficPolicy:
            connectionPool:
              tcp: { maxConnections: 1 }
              http: { http1MaxPendingRequests: 1, maxRequestsPerConnection: 1 }
        """;

    [Fact]
    public async Task Circuit_breaking_can_be_followed_with_kubectl()
    {
        await using var lab = new LabHost();
        await lab.UpAsync(arguments: ["--dashboard", "none", "--lab", "none"]);
        await lab.KubectlAsync("label namespace default istio-injection=enabled");
        await lab.KubectlAsync("apply -f -", Samples);
        await lab.KubectlAsync("rollout status deployment/httpbin --timeout=60s");
        await lab.KubectlAsync("rollout status deployment/fortio-deploy --timeout=60s");

        var one = await lab.KubectlAsync("exec deploy/fortio-deploy -c fortio -- /usr/bin/fortio curl -quiet http://httpbin:8000/get");
        var alone = await lab.KubectlAsync("exec deploy/fortio-deploy -c fortio -- /usr/bin/fortio load -c 1 -qps 0 -n 20 -loglevel Warning http://httpbin:8000/get");
        var many = await lab.KubectlAsync("exec deploy/fortio-deploy -c fortio -- /usr/bin/fortio load -c 8 -qps 0 -n 40 -loglevel Warning http://httpbin:8000/delay/0.1");

        Assert.Contains("HTTP/1.1 200 OK", one, StringComparison.Ordinal);
        Assert.Contains("Code 200 : 20 (100.0 %)", alone, StringComparison.Ordinal);
        Assert.Contains("Code 200 : ", many, StringComparison.Ordinal);
        Assert.Contains("Code 503 : ", many, StringComparison.Ordinal);
    }
}
