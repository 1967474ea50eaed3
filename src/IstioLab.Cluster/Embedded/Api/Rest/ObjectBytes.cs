using System.Buffers;
using System.Text;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>Stored bytes in the version that a client asked for. All versions of a kind differ in <c>apiVersion</c> alone.</summary>
internal static class ObjectBytes
{
    private static ReadOnlySpan<byte> Prefix => "{\"apiVersion\":\""u8;

    /// <summary>How many bytes <see cref="Write"/> writes.</summary>
    public static long Length(StoredObject item, ResourceDescriptor resource, string version) =>
        item.Json.Length + version.Length - resource.Storage.Name.Length;

    /// <summary>Writes the object.</summary>
    public static void Write(IBufferWriter<byte> writer, StoredObject item, ResourceDescriptor resource, string version)
    {
        if (version == resource.Storage.Name)
        {
            writer.Write(item.Json.Span);
            return;
        }
        writer.Write(Prefix);
        Encoding.UTF8.GetBytes(resource.ApiVersion(version), writer);
        writer.Write(item.Json.Span[(ObjectJson.ApiVersionOffset + resource.ApiVersion(resource.Storage.Name).Length)..]);
    }
}
