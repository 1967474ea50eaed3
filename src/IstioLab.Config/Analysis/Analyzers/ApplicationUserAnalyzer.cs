using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Applications that run as the sidecar's user (IST0144).</summary>
internal sealed class ApplicationUserAnalyzer : IAnalyzer
{
    private const int SidecarUser = 1337;

    public void Analyze(AnalysisContext context)
    {
        foreach (var pod in context.Pods.Where(item => !InMesh.IsControlPlane(item)))
        {
            Check(context, pod, "spec", pod.Root["spec"]);
        }

        foreach (var deployment in context.Of("apps", "Deployment").Where(item => !InMesh.IsControlPlane(item)))
        {
            Check(context, deployment, "spec.template.spec", deployment.Root["spec"].Child("template").Child("spec"));
        }
    }

    private static void Check(AnalysisContext context, ConfigObject item, string path, YamlNode? spec)
    {
        if (RunsAsSidecar(spec))
        {
            context.Report(MessageKinds.InvalidApplicationUid, item, $"{path}.securityContext.runAsUser");
        }

        var containers = spec.Items("containers");
        for (var index = 0; index < containers.Length; index++)
        {
            if (containers[index].Text("name") is not ("istio-proxy" or "istio-operator") && RunsAsSidecar(containers[index]))
            {
                context.Report(MessageKinds.InvalidApplicationUid, item, $"{path}.containers[{index}].securityContext.runAsUser");
            }
        }
    }

    private static bool RunsAsSidecar(YamlNode? node) => node.Child("securityContext").OptionalLong("runAsUser") == SidecarUser;
}
