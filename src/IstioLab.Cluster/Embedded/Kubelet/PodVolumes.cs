using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>
/// A pod's volumes: emptyDir, configMap, secret, downwardAPI and projected ones have their content, the rest are empty folders.
/// https://kubernetes.io/docs/concepts/storage/volumes/
/// </summary>
internal sealed class PodVolumes(IObjectApi api, TimeProvider time)
{
    private readonly Dictionary<string, SharedFolder> _folders = new(StringComparer.Ordinal);

    /// <summary>Fills the volumes from the objects as they are now; also later, when one of them has changed.</summary>
    /// <exception cref="ConfigurationException">A ConfigMap or Secret is missing and not optional.</exception>
    public void Fill(JsonObject pod, IPAddress address)
    {
        foreach (var volume in pod.Items("spec", "volumes"))
        {
            var name = volume.Text("name");
            var known = _folders.TryGetValue(name, out var folder);
            if (!known) folder = new SharedFolder(time);
            var files = new List<KeyValuePair<string, byte[]>>();
            if (Collect(pod, name, volume, address, files)) folder!.Replace(files);
            _folders[name] = folder!;
        }
    }

    public IReadOnlyList<VolumeMount> Mounts(JsonObject container) =>
    [
        .. container.Items("volumeMounts")
            .Where(mount => _folders.ContainsKey(mount.Text("name")))
            .Select(mount => new VolumeMount(
                mount.Text("mountPath"), _folders[mount.Text("name")], mount.Text("subPath") is { Length: > 0 } path ? path : null,
                mount.Flag("readOnly"))),
    ];

    private bool Collect(JsonObject pod, string name, JsonObject source, IPAddress address, List<KeyValuePair<string, byte[]>> files)
    {
        var ns = pod.Text("metadata", "namespace");
        if (source["configMap"] is JsonObject configMap) return Data(Resources.ConfigMaps, ns, name, configMap, configMap.Text("name"), files);
        if (source["secret"] is JsonObject secret)
        {
            return Data(Resources.Secrets, ns, name, secret, secret.Text("secretName") is { Length: > 0 } text ? text : secret.Text("name"), files);
        }

        if (source["downwardAPI"] is JsonObject downward)
        {
            foreach (var item in downward.Items("items")) files.Add(new(item.Text("path"), Encoding.UTF8.GetBytes(Field(pod, item, address))));
            return true;
        }

        if (source["projected"] is not JsonObject projected) return false;
        foreach (var part in projected.Items("sources")) Collect(pod, name, part, address, files);
        return true;
    }

    private static string Field(JsonObject pod, JsonObject item, IPAddress address) =>
        item["resourceFieldRef"] is { } resource
            ? DownwardFields.Resource(pod, [], resource)
            : DownwardFields.Field(pod, address, item.Text("fieldRef", "fieldPath"));

    private bool Data(string resource, string ns, string volume, JsonObject source, string name, List<KeyValuePair<string, byte[]>> files)
    {
        var data = DataFiles.Read(api, resource, ns, name);
        if (data is not null) files.AddRange(DataFiles.Select(data, source));
        else if (!source.Flag("optional"))
        {
            var word = resource == Resources.Secrets ? "secret" : "configmap";
            throw new ConfigurationException($"MountVolume.SetUp failed for volume \"{volume}\" : {word} \"{name}\" not found");
        }

        return true;
    }
}
