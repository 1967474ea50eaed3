using IstioLab.Config.Istio;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Routing;
using IstioLab.Config.Snapshots;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Discovery;

/// <summary>Reads the mesh's settings from the ConfigMap <c>istio</c> of the root namespace, where Istio keeps them.</summary>
internal static class MeshSettingsReader
{
    public static bool IsSettings(ObjectId id) =>
        id is { Kind: "ConfigMap", Namespace: "istio-system", Name: "istio", Group: "" };

    /// <summary>Takes over what the ConfigMap says; the rest has Istio's defaults. Release, access log and sampling stay as given.</summary>
    public static MeshSettings Read(ConfigObject? source, MeshSettings given)
    {
        var text = source?.Root["data"].Text("mesh") ?? "";
        var mesh = YamlDocumentReader.Read(text).Documents.FirstOrDefault()?.Root;
        return mesh is null
            ? new MeshSettings
            {
                Release = given.Release,
                ClusterDomain = given.ClusterDomain,
                AccessLogFile = given.AccessLogFile,
                TraceSampling = given.TraceSampling,
                TlsOnSidecarIngress = given.TlsOnSidecarIngress,
            }
            : Read(mesh, given);
    }

    private static MeshSettings Read(YamlNode mesh, MeshSettings given)
    {
        var policy = mesh["outboundTrafficPolicy"];
        var metadata = mesh["defaultConfig"].Child("proxyMetadata");
        var retries = mesh["defaultHttpRetryPolicy"];
        return new MeshSettings
        {
            Release = given.Release,
            ClusterDomain = given.ClusterDomain,
            TrustDomain = mesh.OptionalText("trustDomain") ?? "cluster.local",
            RootNamespace = mesh.OptionalText("rootNamespace") ?? "istio-system",
            OutboundPolicy = policy is YamlMapping && policy.Text("mode") != "ALLOW_ANY"
                ? OutboundPolicyMode.RegistryOnly
                : OutboundPolicyMode.AllowAny,
            AutoMutualTls = mesh.OptionalBoolean("enableAutoMtls") ?? true,
            ConnectTimeout = mesh.Duration("connectTimeout") ?? TimeSpan.FromSeconds(10),
            AccessLogFile = mesh.OptionalText("accessLogFile") ?? given.AccessLogFile,
            AccessLogFormat = mesh.Text("accessLogFormat"),
            AccessLogJson = mesh.Text("accessLogEncoding") == "JSON",
            TraceSampling = mesh["defaultConfig"].Child("tracing").OptionalNumber("sampling") ?? given.TraceSampling,
            TlsOnSidecarIngress = given.TlsOnSidecarIngress,
            AllocatesAddresses = metadata.Text("ISTIO_META_DNS_CAPTURE") == "true"
                && (given.Release != IstioRelease.Istio117 || metadata.Text("ISTIO_META_DNS_AUTO_ALLOCATE") == "true"),
            OutboundClusterStatName = mesh.Text("outboundClusterStatName"),
            HttpProxyPort = mesh.Integer("proxyHttpPort"),
            PathNormalization = mesh["pathNormalization"].Text("normalization") switch
            {
                "NONE" => PathNormalization.None,
                "MERGE_SLASHES" => PathNormalization.MergeSlashes,
                "DECODE_AND_MERGE_SLASHES" => PathNormalization.DecodeAndMergeSlashes,
                _ => PathNormalization.Base,
            },
            DefaultRetries = retries is YamlMapping ? HttpRuleReader.ReadRetries(retries) : null,
            DefaultVirtualServiceExportTo = mesh.Texts("defaultVirtualServiceExportTo"),
            DefaultServiceExportTo = mesh.Texts("defaultServiceExportTo"),
            DefaultDestinationRuleExportTo = mesh.Texts("defaultDestinationRuleExportTo"),
            Locality = PolicyReader.ReadLocality(mesh["localityLbSetting"]) ?? new LocalitySettings(),
        };
    }
}
