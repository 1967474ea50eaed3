namespace IstioLab.Cluster.Embedded.Runtime.Files;

/// <summary>Why an operation on files failed.</summary>
internal enum FileError
{
    /// <summary>ENOENT.</summary>
    NotFound,

    /// <summary>ENOTDIR.</summary>
    NotAFolder,

    /// <summary>EISDIR.</summary>
    IsAFolder,

    /// <summary>EEXIST.</summary>
    Exists,

    /// <summary>ENOTEMPTY.</summary>
    NotEmpty,

    /// <summary>EROFS.</summary>
    ReadOnly,

    /// <summary>ENOSPC.</summary>
    NoSpace,

    /// <summary>ELOOP.</summary>
    TooManyLinks,

    /// <summary>EACCES.</summary>
    PermissionDenied,

    /// <summary>EBUSY.</summary>
    Busy,
}
