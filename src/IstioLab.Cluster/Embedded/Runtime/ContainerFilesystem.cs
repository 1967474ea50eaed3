using System.Globalization;
using System.Text;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Runtime;

/// <summary>What a kubelet puts into a container's files: /etc/hosts, /etc/hostname, /etc/resolv.conf, and the mounts.</summary>
internal static class ContainerFilesystem
{
    /// <summary>Writes the files and mounts the folders.</summary>
    public static void Prepare(ContainerFiles files, ContainerSpec spec, TimeProvider time)
    {
        var hostname = spec.Hostname ?? spec.PodName;
        Write(files, "/etc/hostname", hostname + "\n", time);
        Write(files, "/etc/hosts", Hosts(spec, hostname), time);
        Write(files, "/etc/resolv.conf", spec.Resolver.ResolvConf, time);
        foreach (var mount in spec.Mounts)
            files.Mount(mount);
        if (spec.WorkingDirectory is { } folder)
            files.MakeFolder(FilePath.Combine("/", folder), parents: true);
    }

    private static string Hosts(ContainerSpec spec, string hostname)
    {
        var hosts = new StringBuilder("# Kubernetes-managed hosts file.\n")
            .Append("127.0.0.1\tlocalhost\n")
            .Append("::1\tlocalhost ip6-localhost ip6-loopback\n")
            .Append("fe00::\tip6-localnet\nfe00::\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n")
            .Append(CultureInfo.InvariantCulture, $"{spec.Network.Address}\t{hostname}\n");
        if (spec.HostAliases.Count > 0)
            hosts.Append("\n# Entries added by HostAliases.\n").AppendJoin('\n', spec.HostAliases).Append('\n');
        return hosts.ToString();
    }

    private static void Write(ContainerFiles files, string path, string content, TimeProvider time) =>
        files.MakeFile(path).Replace(Encoding.UTF8.GetBytes(content), time.GetUtcNow());
}
