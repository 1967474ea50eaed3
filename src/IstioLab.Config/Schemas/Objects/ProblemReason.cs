namespace IstioLab.Config.Schemas.Objects;

/// <summary>The reasons of a 422 answer's causes; the names are Kubernetes' own.</summary>
public enum ProblemReason
{
    /// <summary>Cause <c>FieldValueInvalid</c>.</summary>
    FieldValueInvalid,

    /// <summary>Cause <c>FieldValueTypeInvalid</c>.</summary>
    FieldValueTypeInvalid,

    /// <summary>Cause <c>FieldValueRequired</c>.</summary>
    FieldValueRequired,

    /// <summary>Cause <c>FieldValueNotSupported</c>.</summary>
    FieldValueNotSupported,

    /// <summary>Cause <c>FieldValueTooLong</c>.</summary>
    FieldValueTooLong,

    /// <summary>Cause <c>FieldValueTooMany</c>.</summary>
    FieldValueTooMany,

    /// <summary>Cause <c>FieldValueForbidden</c>.</summary>
    FieldValueForbidden,

    /// <summary>Cause <c>FieldValueNotFound</c>.</summary>
    FieldValueNotFound,

    /// <summary>Cause <c>FieldValueDuplicate</c>.</summary>
    FieldValueDuplicate,
}
