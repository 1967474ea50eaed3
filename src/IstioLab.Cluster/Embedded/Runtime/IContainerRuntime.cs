namespace IstioLab.Cluster.Embedded.Runtime;

/// <summary>What a kubelet needs of a container runtime: which images there are, and containers from them.</summary>
internal interface IContainerRuntime
{
    /// <summary>Whether an image can be started; <see langword="false"/> is what a kubelet reports as <c>ErrImagePull</c>.</summary>
    bool HasImage(string image);

    /// <summary>What to tell a person whose image is not there: which images are, and what to do.</summary>
    string DescribeMissingImage(string image);

    /// <summary>Makes a container that is not started yet.</summary>
    /// <exception cref="ContainerStartException">The image is not in the catalogue.</exception>
    IContainer Create(ContainerSpec spec);
}
