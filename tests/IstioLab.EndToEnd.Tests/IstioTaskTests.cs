namespace IstioLab.EndToEnd.Tests;

/// <summary>Tasks of Istio's documentation by hand, with the commands that its pages give.</summary>
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

    private const string MirrorClient = """
        apiVersion: v1
        kind: Service
        metadata: { name: httpbin, labels: { app: httpbin } }
        spec:
          ports: [{ name: http, port: 8000, targetPort: 80 }]
          selector: { app: httpbin }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: curl }
        spec:
          replicas: 1
          selector: { matchLabels: { app: curl } }
          template:
            metadata: { labels: { app: curl } }
            spec:
              containers: [{ name: curl, image: curlimages/curl, command: ["/bin/sleep", "3650d"], imagePullPolicy: IfNotPresent }]
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
        var stats = await lab.KubectlAsync("exec deploy/fortio-deploy -c istio-proxy -- pilot-agent request GET stats");
        Assert.Matches(@"cluster\.outbound\|8000\|\|httpbin\.default\.svc\.cluster\.local;\.upstream_rq_pending_overflow: [1-9]", stats);
    }

    [Fact]
    public async Task Mirroring_can_be_followed_with_kubectl()
    {
        await using var lab = new LabHost();
        await lab.UpAsync(arguments: ["--dashboard", "none", "--lab", "none"]);
        await lab.KubectlAsync("label namespace default istio-injection=enabled");
        await lab.KubectlAsync("create -f -", string.Join("\n---\n", Httpbin("v1"), Httpbin("v2"), MirrorClient));
        await lab.KubectlAsync("apply -f -", Mirror(""));
        foreach (var deployment in (string[])["httpbin-v1", "httpbin-v2", "curl"])
        {
            await lab.KubectlAsync($"rollout status deployment/{deployment} --timeout=60s");
        }

        await lab.KubectlAsync("exec deploy/curl -c curl -- curl -sS http://httpbin:8000/headers");
        var before = await lab.KubectlAsync("logs deploy/httpbin-v2 -c httpbin");
        await lab.KubectlAsync("apply -f -", Mirror("mirror: { host: httpbin, subset: v2 }, mirrorPercentage: { value: 100.0 }, "));
        await lab.KubectlAsync("exec deploy/curl -c curl -- curl -sS http://httpbin:8000/headers");

        var first = await lab.KubectlAsync("logs deploy/httpbin-v1 -c httpbin");
        var second = await LogOfCopyAsync(lab);
        Assert.DoesNotContain("/headers", before, StringComparison.Ordinal);
        Assert.Equal(2, first.Split('\n').Count(line => line.Contains("\"GET /headers HTTP/1.1\" 200 ", StringComparison.Ordinal)));
        Assert.Single(second.Split('\n'), line => line.Contains("\"GET /headers HTTP/1.1\" 200 ", StringComparison.Ordinal));
    }

    /// <summary>Nobody waits for a copy, so it may arrive a moment after the answer.</summary>
    private static async Task<string> LogOfCopyAsync(LabHost lab)
    {
        var log = "";
        for (var tries = 0; tries < 50 && !log.Contains("/headers", StringComparison.Ordinal); tries++)
        {
            log = await lab.KubectlAsync("logs deploy/httpbin-v2 -c httpbin");
        }

        return log;
    }

    private static string Httpbin(string version) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: httpbin-{{version}} }
        spec:
          replicas: 1
          selector: { matchLabels: { app: httpbin, version: {{version}} } }
          template:
            metadata: { labels: { app: httpbin, version: {{version}} } }
            spec:
              containers:
              - image: docker.io/kennethreitz/httpbin
                imagePullPolicy: IfNotPresent
                name: httpbin
                command: ["gunicorn", "--access-logfile", "-", "-b", "0.0.0.0:80", "httpbin:app"]
                ports: [{ containerPort: 80 }]
        """;

    private static string Mirror(string mirror) => $$"""
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: { name: httpbin }
        spec:
          hosts: [httpbin]
          http: [{ {{mirror}}route: [{ destination: { host: httpbin, subset: v1 }, weight: 100 }] }]
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: httpbin }
        spec:
          host: httpbin
          subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }]
        """;
}
