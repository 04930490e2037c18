namespace Engine.Tests.Enrichment.Documents;

/// <summary>Operations of OWASP Juice Shop: the document that it publishes states only what partners may call.</summary>
internal static class JuiceShop
{
    private const string Routes = """
        POST /rest/user/login email,password
        GET /rest/user/change-password
        POST /rest/user/reset-password email,answer,new,repeat
        GET /rest/user/security-question
        GET /rest/user/whoami
        GET /rest/user/authentication-details
        POST /rest/user/data-export answer,format
        GET /rest/products/search
        GET /rest/products/{id}/reviews
        PUT /rest/products/{id}/reviews message,author
        PATCH /rest/products/reviews id,message
        POST /rest/products/reviews id
        GET /rest/basket/{id}
        POST /rest/basket/{id}/checkout couponData,orderDetails
        PUT /rest/basket/{id}/coupon/{coupon}
        GET /rest/admin/application-version
        GET /rest/admin/application-configuration
        GET /rest/continue-code
        PUT /rest/continue-code/apply/{code}
        GET /rest/repeat-notification
        GET /rest/captcha
        GET /rest/image-captcha
        GET /rest/track-order/{id}
        GET /rest/country-mapping
        GET /rest/saveLoginIp
        GET /rest/languages
        GET /rest/order-history
        GET /rest/order-history/orders
        PUT /rest/order-history/{id}/delivery-status deliveryStatus
        GET /rest/wallet/balance
        PUT /rest/wallet/balance balance,paymentId
        GET /rest/deluxe-membership
        POST /rest/deluxe-membership paymentMode,paymentId
        GET /rest/memories
        POST /rest/memories image,caption
        GET /rest/chatbot/status
        POST /rest/chatbot/respond action,query
        POST /rest/2fa/verify tmpToken,totpToken
        GET /rest/2fa/status
        POST /rest/2fa/setup password,setupToken,initialToken
        POST /rest/2fa/disable password
        GET /api/Users
        POST /api/Users email,password,passwordRepeat,securityQuestion,securityAnswer
        GET /api/Users/{id}
        GET /api/Products
        POST /api/Products name,description,price,image
        GET /api/Products/{id}
        GET /api/Feedbacks
        POST /api/Feedbacks UserId,captchaId,captcha,comment,rating
        DELETE /api/Feedbacks/{id}
        GET /api/Challenges
        GET /api/Complaints
        POST /api/Complaints UserId,message,file
        GET /api/Recycles
        POST /api/Recycles UserId,AddressId,quantity,isPickup,date
        GET /api/SecurityQuestions
        POST /api/SecurityAnswers UserId,answer,SecurityQuestionId
        GET /api/BasketItems
        POST /api/BasketItems ProductId,BasketId,quantity
        PUT /api/BasketItems/{id} quantity
        GET /api/Deliverys
        GET /api/Deliverys/{id}
        GET /api/Cards
        POST /api/Cards fullName,cardNum,expMonth,expYear
        DELETE /api/Cards/{id}
        GET /api/Addresss
        POST /api/Addresss fullName,mobileNum,zipCode,streetAddress,city,state,country
        PUT /api/Addresss/{id} fullName,mobileNum,zipCode,streetAddress,city,state,country
        GET /api/Quantitys
        POST /profile username
        POST /profile/image/url imageUrl
        POST /dataerasure email,securityAnswer
        POST /b2b/v2/orders cid,orderLines,orderLinesData
        GET /redirect
        GET /metrics
        GET /promotion
        """;

    public static ApiDocument Document { get; } = new([.. Routes.Split('\n').Select(Read)]);

    private static ApiOperation Read(string route)
    {
        var parts = route.Split(' ');
        return new ApiOperation(parts[0], parts[1]) { BodyProperties = parts.Length > 2 ? parts[2].Split(',') : [] };
    }
}
