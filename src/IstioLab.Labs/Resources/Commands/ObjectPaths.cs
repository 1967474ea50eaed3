namespace IstioLab.Labs.Resources.Commands;

/// <summary>Where the API has the objects that commands change.</summary>
internal static class ObjectPaths
{
    public const string MergePatch = "application/merge-patch+json";
    public const string StrategicPatch = "application/strategic-merge-patch+json";
    public const string Json = "application/json";

    public static string Of(ObjectKey key) => $"{Collection(key.Kind, key.Namespace)}/{key.Name}";

    public static string Collection(string kind, string ns) => kind switch
    {
        "Deployment" => $"apis/apps/v1/namespaces/{ns}/deployments",
        "VirtualService" => $"apis/networking.istio.io/v1/namespaces/{ns}/virtualservices",
        "DestinationRule" => $"apis/networking.istio.io/v1/namespaces/{ns}/destinationrules",
        "Pod" => $"api/v1/namespaces/{ns}/pods",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No command changes objects of this kind."),
    };
}
