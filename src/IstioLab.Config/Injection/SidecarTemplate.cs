using System.Text.Json;
using System.Text.Json.Nodes;
using IstioLab.Config.Discovery;

namespace IstioLab.Config.Injection;

/// <summary>The containers and volumes of the sidecar.</summary>
internal static class SidecarTemplate
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The init container that captures the pod's traffic in a mode.</summary>
    public static JsonObject Init(InjectionOptions options, string mode) => new()
    {
        ["name"] = "istio-init",
        ["image"] = options.EffectiveImage,
        ["args"] = Texts(
            "istio-iptables", "-p", "15001", "-z", "15006", "-u", "1337", "-m", mode, "-i", "*", "-x", "", "-b", "*",
            "-d", "15090,15021,15020", "--log_output_level=default:info"),
        ["resources"] = Resources(options),
        ["securityContext"] = new JsonObject
        {
            ["allowPrivilegeEscalation"] = false,
            ["capabilities"] = new JsonObject { ["add"] = Texts("NET_ADMIN", "NET_RAW"), ["drop"] = Texts("ALL") },
            ["privileged"] = false,
            ["readOnlyRootFilesystem"] = false,
            ["runAsGroup"] = 0,
            ["runAsNonRoot"] = false,
            ["runAsUser"] = 0,
        },
    };

    public static JsonObject Proxy(
        InjectionOptions options,
        InjectionTarget owner,
        JsonObject labels,
        JsonObject annotations,
        IReadOnlyList<string> containers,
        JsonArray ports,
        JsonObject probers)
    {
        var proxy = new JsonObject
        {
            ["name"] = "istio-proxy",
            ["image"] = options.EffectiveImage,
            ["args"] = Texts(
                "proxy", "sidecar", "--domain", $"$(POD_NAMESPACE).svc.{options.ClusterDomain}",
                "--proxyLogLevel=warning", "--proxyComponentLogLevel=misc:error", "--log_output_level=default:info"),
            ["env"] = Environment(options, owner, labels, annotations, containers, ports, probers),
            ["ports"] = new JsonArray(new JsonObject
            {
                ["containerPort"] = 15090,
                ["name"] = "http-envoy-prom",
                ["protocol"] = "TCP",
            }),
        };
        AddProbes(proxy, options.Release);
        proxy["resources"] = Resources(options);
        proxy["securityContext"] = new JsonObject
        {
            ["allowPrivilegeEscalation"] = false,
            ["capabilities"] = new JsonObject { ["drop"] = Texts("ALL") },
            ["privileged"] = false,
            ["readOnlyRootFilesystem"] = true,
            ["runAsGroup"] = 1337,
            ["runAsNonRoot"] = true,
            ["runAsUser"] = 1337,
        };
        proxy["volumeMounts"] = Mounts(options);
        return proxy;
    }

    /// <summary>Makes the proxy what Istio's template <c>gateway</c> has.</summary>
    public static void MakeGateway(JsonObject proxy, InjectionOptions options)
    {
        ((JsonArray)proxy["args"]!)[1] = "router";
        proxy.Remove("startupProbe");
        proxy["readinessProbe"] = Probe(options.Release == IstioRelease.Istio117 ? 2 : 15, options.Release == IstioRelease.Istio117 ? 30 : 4);
        var environment = (JsonArray)proxy["env"]!;
        foreach (var value in environment.OfType<JsonObject>().Where(IsOfSidecar).ToList())
        {
            environment.Remove(value);
        }
    }

    /// <summary>Makes the proxy an init container that goes on running; it drains when its pod begins to end and stops after the others.</summary>
    public static void MakeNative(JsonObject proxy)
    {
        proxy["restartPolicy"] = "Always";
        proxy["lifecycle"] = new JsonObject
        {
            ["preStop"] = new JsonObject
            {
                ["exec"] = new JsonObject { ["command"] = Texts("pilot-agent", "request", "--debug-port=15020", "POST", "drain") },
            },
        };
    }

    public static IEnumerable<string> VolumeNames(InjectionOptions options) =>
        Volumes(options).Select(volume => PodTemplates.Text(volume, "name"));

    public static IEnumerable<JsonObject> Volumes(InjectionOptions options)
    {
        yield return Volume("workload-socket", "emptyDir", []);
        yield return Volume("credential-socket", "emptyDir", []);
        yield return Volume("workload-certs", "emptyDir", []);
        yield return Volume("istio-envoy", "emptyDir", new JsonObject { ["medium"] = "Memory" });
        yield return Volume("istio-data", "emptyDir", []);
        yield return Volume("istio-podinfo", "downwardAPI", new JsonObject
        {
            ["items"] = new JsonArray(PodInfo("metadata.labels", "labels"), PodInfo("metadata.annotations", "annotations")),
        });
        yield return Volume("istio-token", "projected", new JsonObject
        {
            ["sources"] = new JsonArray(new JsonObject
            {
                ["serviceAccountToken"] = new JsonObject
                {
                    ["audience"] = "istio-ca",
                    ["expirationSeconds"] = 43200,
                    ["path"] = "istio-token",
                },
            }),
        });
        yield return Volume("istiod-ca-cert", "configMap", new JsonObject { ["name"] = "istio-ca-root-cert" });
        if (options.Release != IstioRelease.Istio117)
        {
            yield return Volume("istio-ca-crl", "configMap", new JsonObject { ["name"] = "istio-ca-crl", ["optional"] = true });
        }
    }

    /// <summary>How the pod's traffic is captured: <c>REDIRECT</c>, <c>TPROXY</c>, or <c>NONE</c>.</summary>
    public static string InterceptionMode(JsonObject annotations) =>
        PodTemplates.Text(annotations, "sidecar.istio.io/interceptionMode") is { Length: > 0 } mode ? mode : "REDIRECT";

    /// <summary>The annotation that says what was injected.</summary>
    public static JsonObject Status(InjectionOptions options, ProxyForm form, bool hasInit) => new()
    {
        ["initContainers"] = (hasInit, form) switch
        {
            (true, ProxyForm.Native) => Texts("istio-init", "istio-proxy"),
            (false, ProxyForm.Native) => Texts("istio-proxy"),
            (true, _) => Texts("istio-init"),
            _ => null,
        },
        ["containers"] = form == ProxyForm.Native ? null : Texts("istio-proxy"),
        ["volumes"] = Texts([.. VolumeNames(options)]),
        ["imagePullSecrets"] = null,
        ["revision"] = options.Revision,
    };

    private static JsonArray Environment(
        InjectionOptions options,
        InjectionTarget owner,
        JsonObject labels,
        JsonObject annotations,
        IReadOnlyList<string> containers,
        JsonArray ports,
        JsonObject probers)
    {
        var workload = PodTemplates.Text(labels, "service.istio.io/workload-name");
        var space = owner.Namespace.Length == 0 ? "default" : owner.Namespace;
        var result = new JsonArray(
            Value("PILOT_CERT_PROVIDER", "istiod"),
            Value("CA_ADDR", "istiod.istio-system.svc:15012"),
            Field("POD_NAME", "metadata.name"),
            Field("POD_NAMESPACE", "metadata.namespace"),
            Field("INSTANCE_IP", "status.podIP"),
            Field("SERVICE_ACCOUNT", "spec.serviceAccountName"),
            Field("HOST_IP", "status.hostIP"),
            Limit("ISTIO_CPU_LIMIT", "limits.cpu"),
            Value("PROXY_CONFIG", "{}\n"),
            Value("ISTIO_META_POD_PORTS", ports.Count == 0 ? "[\n]" : ports.ToJsonString(Indented)),
            Value("ISTIO_META_APP_CONTAINERS", string.Join(',', containers)),
            Limit("GOMEMLIMIT", "limits.memory"),
            Limit("GOMAXPROCS", "limits.cpu"),
            Value("ISTIO_META_CLUSTER_ID", "Kubernetes"),
            Field("ISTIO_META_NODE_NAME", "spec.nodeName"),
            Value("ISTIO_META_INTERCEPTION_MODE", InterceptionMode(annotations)),
            Value("ISTIO_META_WORKLOAD_NAME", workload.Length > 0 ? workload : owner.Name),
            Value("ISTIO_META_OWNER", $"kubernetes://apis/{owner.ApiVersion}/namespaces/{space}/{owner.Kind.ToLowerInvariant()}s/{owner.Name}"),
            Value("ISTIO_META_MESH_ID", options.TrustDomain),
            Value("TRUST_DOMAIN", options.TrustDomain));
        if (PodTemplates.Text(annotations, "prometheus.io/scrape") == "true"
            && PodTemplates.Text(annotations, "prometheus.io/port") is { Length: > 0 } port and not "15020")
        {
            var path = PodTemplates.Text(annotations, "prometheus.io/path");
            result.Add(Value("ISTIO_PROMETHEUS_ANNOTATIONS", new JsonObject { ["scrape"] = "true", ["path"] = path, ["port"] = port }.ToJsonString()));
        }

        if (probers.Count > 0)
        {
            result.Add(Value("ISTIO_KUBE_APP_PROBERS", probers.ToJsonString()));
        }

        return result;
    }

    private static void AddProbes(JsonObject proxy, IstioRelease release)
    {
        if (release == IstioRelease.Istio117)
        {
            proxy["readinessProbe"] = Probe(2, 30);
            proxy["readinessProbe"]!["initialDelaySeconds"] = 1;
            return;
        }

        proxy["startupProbe"] = Probe(1, 600);
        proxy["readinessProbe"] = Probe(15, 4);
    }

    private static bool IsOfSidecar(JsonObject value) =>
        PodTemplates.Text(value, "name") is "ISTIO_META_INTERCEPTION_MODE" or "ISTIO_META_POD_PORTS" or "ISTIO_META_APP_CONTAINERS";

    private static JsonObject Probe(int period, int failures) => new()
    {
        ["failureThreshold"] = failures,
        ["httpGet"] = new JsonObject { ["path"] = "/healthz/ready", ["port"] = 15021 },
        ["periodSeconds"] = period,
        ["timeoutSeconds"] = 3,
    };

    private static JsonArray Mounts(InjectionOptions options)
    {
        var result = new JsonArray(
            Mount("/var/run/secrets/workload-spiffe-uds", "workload-socket"),
            Mount("/var/run/secrets/credential-uds", "credential-socket"),
            Mount("/var/run/secrets/workload-spiffe-credentials", "workload-certs"),
            Mount("/var/run/secrets/istio", "istiod-ca-cert"));
        if (options.Release != IstioRelease.Istio117)
        {
            result.Add(Mount("/var/run/secrets/istio/crl", "istio-ca-crl"));
        }

        result.Add(Mount("/var/lib/istio/data", "istio-data"));
        result.Add(Mount("/etc/istio/proxy", "istio-envoy"));
        result.Add(Mount("/var/run/secrets/tokens", "istio-token"));
        result.Add(Mount("/etc/istio/pod", "istio-podinfo"));
        return result;
    }

    private static JsonObject Resources(InjectionOptions options) => new()
    {
        ["limits"] = new JsonObject { ["cpu"] = "2", ["memory"] = "1Gi" },
        ["requests"] = new JsonObject { ["cpu"] = options.RequestCpu, ["memory"] = options.RequestMemory },
    };

    private static JsonObject Mount(string path, string name) => new() { ["mountPath"] = path, ["name"] = name };

    private static JsonObject Volume(string name, string kind, JsonObject source) => new() { ["name"] = name, [kind] = source };

    private static JsonObject PodInfo(string field, string path) =>
        new() { ["fieldRef"] = new JsonObject { ["fieldPath"] = field }, ["path"] = path };

    private static JsonObject Value(string name, string value) => new() { ["name"] = name, ["value"] = value };

    private static JsonObject Field(string name, string path) => new()
    {
        ["name"] = name,
        ["valueFrom"] = new JsonObject { ["fieldRef"] = new JsonObject { ["fieldPath"] = path } },
    };

    private static JsonObject Limit(string name, string resource) => new()
    {
        ["name"] = name,
        ["valueFrom"] = new JsonObject
        {
            ["resourceFieldRef"] = new JsonObject { ["divisor"] = "1", ["resource"] = resource },
        },
    };

    private static JsonArray Texts(params ReadOnlySpan<string> values)
    {
        var result = new JsonArray();
        foreach (var value in values)
        {
            result.Add(value);
        }

        return result;
    }
}
