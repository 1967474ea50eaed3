using System.Collections.Frozen;
using IstioLab.Cluster.Embedded.Programs;
using IstioLab.Cluster.Embedded.Runtime;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>Istio's images in the catalogue: busybox with the program that stands for Istio's.</summary>
internal static class MeshImages
{
    private const string Agent = "pilot-agent";
    private const string Discovery = "pilot-discovery";

    public static void AddTo(ImageCatalogue catalogue, TimeProvider time, ProxyServices services)
    {
        catalogue.Add("*/proxyv2:*", Image(time, Agent, new PilotAgentProgram(services), "Istio's proxy, simulated"));
        catalogue.Add(
            "*/pilot:*", Image(time, Discovery, new IstiodProgram(services.Mesh, services.Http, services.IstioVersion), "istiod, simulated"));
    }

    private static ContainerImage Image(TimeProvider time, string name, IProgram program, string title)
    {
        var image = BuiltInImages.Busybox(time);
        var bin = (FolderNode)((FolderNode)((FolderNode)image.Root.Children["usr"]).Children["bin"]);
        bin.Set(name, new ProgramFile(name, time.GetUtcNow()) { IsShared = true });
        return image with
        {
            Title = title,
            EntryPoint = [$"/usr/bin/{name}"],
            Arguments = [],
            Programs = image.Programs.Append(KeyValuePair.Create(name, program)).ToFrozenDictionary(StringComparer.Ordinal),
        };
    }
}
