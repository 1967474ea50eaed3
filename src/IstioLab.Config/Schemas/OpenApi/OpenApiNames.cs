namespace IstioLab.Config.Schemas.OpenApi;

/// <summary>The names of types in OpenAPI documents.</summary>
internal static class OpenApiNames
{
    /// <summary>A kind's name: Kubernetes' package for built-in kinds, the reversed group for custom ones.</summary>
    public static string Kind(ResourceSchema schema) =>
        schema.Custom || schema.Root.TypeName is null
            ? $"{string.Join('.', schema.Group.Split('.').Reverse())}.{schema.Version}.{schema.Kind}"
            : Type(schema.Root.TypeName);

    public static string Type(string typeName)
    {
        var package = typeName[..typeName.IndexOf('.', StringComparison.Ordinal)];
        return package switch
        {
            "meta" => $"io.k8s.apimachinery.pkg.apis.{typeName}",
            "apiextensions" => $"io.k8s.apiextensions-apiserver.pkg.apis.{typeName}",
            "istio" => $"io.istio.api.{typeName[(package.Length + 1)..]}",
            _ => $"io.k8s.api.{typeName}",
        };
    }
}
