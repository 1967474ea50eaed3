using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Objects;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>
/// A container's environment: variables of the namespace's Services, then envFrom, then env, with <c>$(NAME)</c> expanded.
/// https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/
/// </summary>
internal sealed class ContainerEnvironment(IObjectApi api)
{
    /// <exception cref="ConfigurationException">A ConfigMap, a Secret or a key of one is missing and not optional.</exception>
    public IReadOnlyList<KeyValuePair<string, string>> Build(JsonObject pod, JsonObject container, IPAddress address)
    {
        var variables = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        var ns = pod.Text("metadata", "namespace");
        ServiceVariables.Add(api, ns, pod.At("spec", "enableServiceLinks") is null || pod.Flag("spec", "enableServiceLinks"), variables);
        foreach (var source in container.Items("envFrom")) AddAll(ns, source, variables);
        foreach (var entry in container.Items("env"))
        {
            if (Value(pod, container, entry, ns, address, variables) is { } value) variables[entry.Text("name")] = value;
        }

        return [.. variables];
    }

    /// <summary>Expands <c>$(NAME)</c>; <c>$$(NAME)</c> is the text itself, and an unknown name stays as it stands.</summary>
    public static string Expand(string text, IReadOnlyDictionary<string, string> variables)
    {
        if (!text.Contains('$', StringComparison.Ordinal)) return text;
        var result = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length)
            {
                result.Append(text[i]);
            }
            else if (text[i + 1] == '$')
            {
                result.Append('$');
                i++;
            }
            else if (text[i + 1] == '(' && text.IndexOf(')', i) is var end && end > 0)
            {
                var name = text[(i + 2)..end];
                result.Append(variables.TryGetValue(name, out var value) ? value : text[i..(end + 1)]);
                i = end;
            }
            else
            {
                result.Append('$');
            }
        }

        return result.ToString();
    }

    private string? Value(
        JsonObject pod, JsonObject container, JsonObject entry, string ns, IPAddress address, OrderedDictionary<string, string> variables)
    {
        if (entry["valueFrom"] is not JsonObject from) return Expand(entry.Text("value"), variables);
        if (from["fieldRef"] is { } field) return DownwardFields.Field(pod, address, field.Text("fieldPath"));
        if (from["resourceFieldRef"] is { } resource) return DownwardFields.Resource(pod, container, resource);
        return from["configMapKeyRef"] is JsonObject configMap ? KeyOf(Resources.ConfigMaps, "configmap", ns, configMap)
            : from["secretKeyRef"] is JsonObject secret ? KeyOf(Resources.Secrets, "secret", ns, secret)
            : null;
    }

    private string? KeyOf(string resource, string word, string ns, JsonObject reference)
    {
        var name = reference.Text("name");
        var key = reference.Text("key");
        var data = DataFiles.Read(api, resource, ns, name);
        if (data is not null && data.TryGetValue(key, out var bytes)) return System.Text.Encoding.UTF8.GetString(bytes);
        if (reference.Flag("optional")) return null;
        var kind = word == "secret" ? "Secret" : "ConfigMap";
        throw new ConfigurationException(data is null ? $"{word} \"{name}\" not found" : $"couldn't find key {key} in {kind} {ns}/{name}");
    }

    private void AddAll(string ns, JsonObject source, OrderedDictionary<string, string> variables)
    {
        var secret = source["secretRef"] as JsonObject;
        if ((secret ?? source["configMapRef"]) is not JsonObject reference) return;
        var name = reference.Text("name");
        var data = DataFiles.Read(api, secret is null ? Resources.ConfigMaps : Resources.Secrets, ns, name);
        if (data is null)
        {
            if (reference.Flag("optional")) return;
            throw new ConfigurationException($"{(secret is null ? "configmap" : "secret")} \"{name}\" not found");
        }

        foreach (var (key, value) in data) variables[source.Text("prefix") + key] = System.Text.Encoding.UTF8.GetString(value);
    }
}
