using System.Collections.Frozen;
using System.Text;
using IstioLab.Cluster.Embedded.Programs;
using IstioLab.Cluster.Embedded.Programs.Applets;
using IstioLab.Cluster.Embedded.Programs.Services;
using IstioLab.Cluster.Embedded.Programs.Services.Fortio;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Runtime;

/// <summary>The images of the embedded cluster.</summary>
internal static class BuiltInImages
{
    /// <summary>A catalogue with all of them; more can be added.</summary>
    public static ImageCatalogue CreateCatalogue(TimeProvider time)
    {
        var busybox = Busybox(time);
        var catalogue = new ImageCatalogue();
        foreach (var pattern in (string[])["*/busybox:*", "*/test:v1", "*/netshoot:*"])
            catalogue.Add(pattern, busybox);
        catalogue.Add("*/curl:*", busybox with { Title = "curl of IstioLab", EntryPoint = ["curl"], Arguments = ["--help"] });
        catalogue.Add("*/go-httpbin:*", WithProgram(busybox, "go-httpbin", Httpbin.Create(8080, lists: true), 8080, time));
        catalogue.Add("*/httpbin:*", WithProgram(WithProgram(busybox, "gunicorn", new GunicornProgram(), 0, time), "httpbin", Httpbin.Create(80, lists: false), 80, time));
        foreach (var version in (string[])["v1", "v2", "v3"])
            catalogue.Add($"*/examples-helloworld-{version}:*", WithProgram(busybox, "helloworld", Helloworld.Create(version), Helloworld.Port, time));
        catalogue.Add("*/fortio:*", WithProgram(busybox, "fortio", new FortioProgram(), FortioProgram.Port, time) with { Arguments = ["server"] });
        catalogue.Add("*/istiolab/storefront:*", WithProgram(busybox, "storefront", StorefrontService.Create(), StorefrontService.Port, time));
        catalogue.Add("*/istiolab/pricing:*", WithProgram(busybox, "pricing", PricingService.Create(), PricingService.Port, time));
        catalogue.Add("*/pause:*", WithProgram(busybox, "pause", new PauseProgram(), 0, time));
        return catalogue;
    }

    /// <summary>The busybox program with curl.</summary>
    public static ContainerImage Busybox(TimeProvider time)
    {
        var now = time.GetUtcNow();
        var root = new FolderNode(0b111_101_101, now) { IsShared = true };
        foreach (var name in (string[])["dev", "etc", "home", "proc", "root", "tmp", "usr", "var", "bin"])
            Folder(root, name, now);
        var bin = (FolderNode)root.Children["bin"];
        foreach (var name in AppletTable.All.Keys)
            bin.Set(name, new ProgramFile(name, now) { IsShared = true });
        var usr = (FolderNode)root.Children["usr"];
        foreach (var name in (string[])["bin", "sbin"])
            Folder(usr, name, now);
        var var = (FolderNode)root.Children["var"];
        foreach (var name in (string[])["www", "log", "run", "tmp", "spool"])
            Folder(var, name, now);
        var etc = (FolderNode)root.Children["etc"];
        File(etc, "passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n", now);
        File(etc, "group", "root:x:0:\nnobody:x:65534:\n", now);
        File(etc, "nsswitch.conf", "hosts: files dns\n", now);
        AddDevices((FolderNode)root.Children["dev"], now);
        AddProc((FolderNode)root.Children["proc"], time);
        return new ContainerImage
        {
            Title = "busybox of IstioLab (sh, applets and curl)",
            Arguments = ["sh"],
            Programs = AppletTable.All,
            Root = root,
        };
    }

    private static ContainerImage WithProgram(ContainerImage image, string name, IProgram program, int port, TimeProvider time)
    {
        var root = (FolderNode)image.Root.Copy();
        root.IsShared = true;
        root.Set(name, new ProgramFile(name, time.GetUtcNow()) { IsShared = true });
        AddToPath(root, new ProgramFile(name, time.GetUtcNow()) { IsShared = true });
        return image with
        {
            Title = $"{name} of IstioLab",
            EntryPoint = ["/" + name],
            Arguments = [],
            Ports = port == 0 ? [] : [port],
            Programs = image.Programs.Append(new(name, program)).ToFrozenDictionary(StringComparer.Ordinal),
            Root = root,
        };
    }

    /// <summary>Tasks call some programs by the path that they have in their images, such as <c>/usr/bin/fortio</c>.</summary>
    private static void AddToPath(FolderNode root, ProgramFile program)
    {
        var usr = (FolderNode)root.Children["usr"].Copy();
        var bin = (FolderNode)usr.Children["bin"].Copy();
        usr.IsShared = bin.IsShared = true;
        bin.Set(program.ProgramName, program);
        usr.Set("bin", bin);
        root.Set("usr", usr);
    }

    private static void AddDevices(FolderNode dev, DateTimeOffset now)
    {
        dev.Set("null", new DeviceNode(static () => Stream.Null, now));
        dev.Set("zero", new DeviceNode(static () => new ZeroStream(), now));
        dev.Set("stdin", new LinkNode("/proc/self/fd/0", now));
        dev.Set("stdout", new LinkNode("/proc/self/fd/1", now));
        dev.Set("stderr", new LinkNode("/proc/self/fd/2", now));
    }

    private static void AddProc(FolderNode proc, TimeProvider time)
    {
        var started = time.GetTimestamp();
        proc.Set("uptime", new DeviceNode(
            () => Text(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{time.GetElapsedTime(started).TotalSeconds:0.00} 0.00\n")), time.GetUtcNow(), '-'));
        var first = new FolderNode(0b101_101_101, time.GetUtcNow()) { IsShared = true };
        Folder(first, "fd", time.GetUtcNow());
        proc.Set("1", first);
        proc.Set("version", new DeviceNode(
            static () => Text("Linux version 6.6.0-istiolab (simulated by the embedded cluster)\n"), time.GetUtcNow(), '-'));
    }

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text), writable: false);

    private static void Folder(FolderNode parent, string name, DateTimeOffset now) =>
        parent.Set(name, new FolderNode(name == "tmp" ? 0b111_111_111 : 0b111_101_101, now) { IsShared = true });

    private static void File(FolderNode parent, string name, string content, DateTimeOffset now)
    {
        var file = new RegularFile(0b110_100_100, now) { IsShared = true };
        file.Replace(Encoding.UTF8.GetBytes(content), now);
        parent.Set(name, file);
    }
}
