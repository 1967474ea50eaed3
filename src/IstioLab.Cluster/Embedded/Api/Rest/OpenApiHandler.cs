using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IstioLab.Config.Schemas;
using IstioLab.Config.Schemas.OpenApi;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>
/// OpenAPI v3 (https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-v3): a root with one document per group and version.
/// Documents are written when they are first asked for. The v2 document is empty: kubectl asks for it only where v3 does not know a
/// kind, and reads from an empty one that the kind is not there.
/// </summary>
internal sealed class OpenApiHandler(ResourceRegistry registry, string serverVersion)
{
    private const string Prefix = "/openapi/v3";
    private const string SecondVersionType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    private readonly ConcurrentDictionary<string, (long Stamp, byte[] Bytes)> _documents = new(StringComparer.Ordinal);

    /// <summary>Answers <c>/openapi/…</c>; false for other paths.</summary>
    public async Task<bool> TryHandleAsync(HttpContext http, string path)
    {
        if (!path.StartsWith("/openapi/", StringComparison.Ordinal)) return false;
        if (path == "/openapi/v2")
        {
            await Answers.WriteAsync(http, StatusCodes.Status200OK, EmptySecondVersion(serverVersion), SecondVersionType);
            return true;
        }
        if (!path.StartsWith(Prefix, StringComparison.Ordinal)) throw ApiErrors.NoSuchPath();
        var name = path[Prefix.Length..].Trim('/');
        if (name.Length == 0)
        {
            await WriteRootAsync(http);
            return true;
        }
        var bytes = Document(name) ?? throw ApiErrors.NoSuchPath();
        if (http.Request.Query.ContainsKey("hash")) http.Response.Headers.CacheControl = "public, immutable";
        await Answers.WriteAsync(http, StatusCodes.Status200OK, bytes, "application/json");
        return true;
    }

    /// <summary>The protobuf of a document without paths: field 1 is the format's version, field 2 the title and version of the API.</summary>
    private static byte[] EmptySecondVersion(string version)
    {
        byte[] info = [.. Text(1, "Kubernetes"), .. Text(2, version)];
        return [.. Text(1, "2.0"), (2 << 3) | 2, (byte)info.Length, .. info];
    }

    private static byte[] Text(int field, string text) => [(byte)((field << 3) | 2), (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private async Task WriteRootAsync(HttpContext http)
    {
        var paths = new JsonObject();
        foreach (var group in registry.Current.Groups)
        {
            foreach (var version in group.Versions)
            {
                var name = group.Name.Length == 0 ? $"api/{version}" : $"apis/{group.Name}/{version}";
                paths[name] = new JsonObject { ["serverRelativeURL"] = $"{Prefix}/{name}?hash={Hash(group, version)}" };
            }
        }
        var bytes = Answers.Bytes(new JsonObject { ["paths"] = paths });
        var tag = $"\"{Convert.ToHexString(SHA256.HashData(bytes))}\"";
        http.Response.Headers.ETag = tag;
        if (http.Request.Headers.IfNoneMatch.ToString() == tag)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        await Answers.WriteAsync(http, StatusCodes.Status200OK, bytes, "text/plain; charset=utf-8");
    }

    private byte[]? Document(string name)
    {
        var segments = name.Split('/');
        var (groupName, version) = segments switch
        {
            ["api", var core] => ("", core),
            ["apis", var group, var each] => (group, each),
            _ => ("", ""),
        };
        var found = registry.Current.Groups.FirstOrDefault(group => group.Name == groupName);
        if (found is null || !found.Versions.Contains(version)) return null;
        var stamp = Stamp(found, version);
        if (_documents.TryGetValue(name, out var cached) && cached.Stamp == stamp) return cached.Bytes;
        var bytes = Answers.Bytes(OpenApiWriter.Write(groupName, version, Schemas(found, version), serverVersion));
        _documents[name] = (stamp, bytes);
        return bytes;
    }

    private static IEnumerable<ResourceSchema> Schemas(ResourceGroup group, string version)
    {
        var served = group.Resources.Select(resource => resource.FindVersion(version)?.Schema).OfType<ResourceSchema>();
        var others = SchemaCatalog.BuiltIn.Resources.Where(schema => schema.Group == group.Name && schema.Version == version && schema.Names.Plural.Length == 0);
        return served.Concat(others);
    }

    // kubectl keeps documents on disk by hash for good: it must change with the kinds and with the product's version.
    private string Hash(ResourceGroup group, string version)
    {
        var text = string.Join('\n', Schemas(group, version).Select(schema => schema.Kind).Prepend($"{serverVersion} {Build}"));
        var custom = group.Resources.Any(resource => resource.Custom) ? Stamp(group, version) : 0;
        return Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{text}\n{custom}")));
    }

    private static string Build => typeof(OpenApiHandler).Assembly.ManifestModule.ModuleVersionId.ToString();

    private static long Stamp(ResourceGroup group, string version)
    {
        var stamp = new HashCode();
        foreach (var schema in Schemas(group, version)) stamp.Add(schema.Columns.Length + schema.Kind.Length + System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(schema));
        return stamp.ToHashCode();
    }
}
