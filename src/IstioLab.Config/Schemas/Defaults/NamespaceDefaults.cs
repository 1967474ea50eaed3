using System.Text;
using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.Defaults;

/// <summary>Namespaces and Secrets.</summary>
internal static class NamespaceDefaults
{
    /// <summary>Every namespace carries its own name as a label, for selectors.</summary>
    public static void Namespace(JsonObject ns)
    {
        if (ns.Map("metadata") is { } metadata && metadata.Text("name") is { Length: > 0 } name)
        {
            metadata.Fill("labels", new JsonObject());
            if (metadata["labels"] is JsonObject labels)
            {
                labels["kubernetes.io/metadata.name"] = name;
            }
        }
    }

    /// <summary>stringData is written to data and is gone.</summary>
    public static void Secret(JsonObject secret)
    {
        if (secret.Map("stringData") is not { } plain)
        {
            return;
        }

        secret.Fill("data", new JsonObject());
        if (secret["data"] is not JsonObject data)
        {
            return;
        }

        foreach (var (key, _) in plain)
        {
            data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(plain.Text(key)));
        }

        secret.Remove("stringData");
    }
}
