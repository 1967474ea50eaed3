namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>What a deletion answers with: typed clients of Kubernetes read the object for some kinds and a Status for all others.</summary>
internal static class DeleteAnswers
{
    private static readonly HashSet<string> s_withObject = new(
        [
            "persistentvolumeclaims", "persistentvolumes", "pods", "podtemplates", "resourcequotas", "serviceaccounts", "services",
            "csidrivers.storage.k8s.io", "csinodes.storage.k8s.io", "storageclasses.storage.k8s.io", "volumeattachments.storage.k8s.io",
            "deviceclasses.resource.k8s.io", "resourceclaims.resource.k8s.io", "resourceclaimtemplates.resource.k8s.io", "resourceslices.resource.k8s.io",
        ],
        StringComparer.Ordinal);

    /// <summary>Whether the answer is the object even when it is gone at once.</summary>
    public static bool HaveObject(ResourceDescriptor resource) => s_withObject.Contains(resource.Id);
}
