using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Running;

namespace IstioLab.Labs.Resources.Commands;

/// <summary>What the commands of a lab need.</summary>
internal sealed class ActiveLabs(KubeApi api, ClusterInfo info, TimeProvider time)
{
    public KubeApi Api => api;

    public string Language => info.Language;

    /// <summary>The lab that a resource shows.</summary>
    public LabDefinition Of(LabResource resource) => info.Labs.First(lab => lab.Name == resource.DisplayName);

    public LabObserver Observer(LabDefinition lab) => new(api, lab, time);

    public LabRunner Runner(LabDefinition lab) => new(api, lab, time);
}
