namespace IstioLab.Labs.Resources;

/// <summary>The names of all commands, as they are typed.</summary>
public static class LabCommandNames
{
    /// <summary>Of a VirtualService: sets the weights of a route. One argument per version.</summary>
    public const string Shift = "shift";

    /// <summary>Of a VirtualService: sends requests with a header to one version. Arguments <c>header</c>, <c>value</c>, <c>version</c>.</summary>
    public const string RouteHeader = "route-header";

    /// <summary>Of a lab or a Deployment: sends requests and counts the answers. Arguments <c>requests</c>, <c>concurrency</c>, <c>url</c>, <c>header</c>, and <c>from</c> of a lab.</summary>
    public const string Send = "send";

    /// <summary>Of a lab or a Deployment: says where a request goes and why. Arguments <c>url</c>, <c>header</c>, <c>method</c>, and <c>from</c> of a lab.</summary>
    public const string Explain = "explain";

    /// <summary>Of a lab: applies its next step and checks it.</summary>
    public const string NextStep = "next-step";

    /// <summary>Of a lab: observes whether the cluster is as the step says.</summary>
    public const string Check = "check";

    /// <summary>Of a lab: removes it and applies its first step again.</summary>
    public const string Reset = "reset";

    /// <summary>Of a lab or a Deployment: gives the pods sidecars.</summary>
    public const string Inject = "inject";

    /// <summary>Of a lab or a Deployment: takes the sidecars away.</summary>
    public const string RemoveSidecar = "remove-sidecar";

    /// <summary>Of a Deployment: replaces its pods.</summary>
    public const string Restart = "restart";

    /// <summary>Of a pod: deletes it.</summary>
    public const string Delete = "delete";

    /// <summary>Of a gateway: asks it for a page and says how a browser reaches it. Arguments <c>path</c>, <c>host</c>.</summary>
    public const string OpenGateway = "open-gateway";
}
