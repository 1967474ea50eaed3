namespace IstioLab.Cluster.Embedded.Api;

/// <summary>The writes that admission sees.</summary>
internal enum AdmissionOperation
{
    /// <summary>A new object.</summary>
    Create,

    /// <summary>A changed object.</summary>
    Update,

    /// <summary>A deletion.</summary>
    Delete,
}
