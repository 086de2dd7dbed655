using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Strangler.Services.Descriptions;

/// <summary>How a module says what it answers, where it maps its endpoints. What it is for is said by <c>WithSummary</c>.</summary>
internal static class DescriptionExtensions
{
    public static T Answers<T>(this T endpoint, params DescribedAnswer[] answers)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata([.. answers]);

    public static T WithArgument<T>(this T endpoint, string name, string meaning)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new DescribedArgument(name, meaning));

    public static T WithBody<T>(this T endpoint, string mediaType, JsonShape? shape = null)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new DescribedBody(mediaType, shape));

    /// <summary>A file, and what HTTP answers of one besides (contract 5).</summary>
    public static T AnswersFile<T>(this T endpoint, string mediaType, JsonShape? shape = null)
        where T : IEndpointConventionBuilder => endpoint.Answers(
            new DescribedAnswer(StatusCodes.Status200OK, "The file.", mediaType, shape),
            new DescribedAnswer(StatusCodes.Status206PartialContent, "The part of it that 'Range' asks for.", mediaType),
            new DescribedAnswer(StatusCodes.Status304NotModified, "The client has it already."));
}
